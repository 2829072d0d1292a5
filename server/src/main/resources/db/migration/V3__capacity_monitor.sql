-- What the watch over the room remembers. A limit is a kind of room, its path and a unit: bytes or entries.

-- The thresholds that were announced and not left since, in per cent.
CREATE TABLE capacity_level (
    kind  TEXT     NOT NULL,
    path  TEXT COLLATE ${binary} NOT NULL,
    unit  TEXT     NOT NULL,
    level SMALLINT NOT NULL,
    PRIMARY KEY (kind, path, unit)
);

-- What was used, once an hour.
CREATE TABLE capacity_sample (
    -- milliseconds since 1970; first, because old ones go together
    taken_at BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    path     TEXT COLLATE ${binary} NOT NULL,
    unit     TEXT   NOT NULL,
    used     BIGINT NOT NULL,
    PRIMARY KEY (taken_at, kind, path, unit)
) ${clustered};
