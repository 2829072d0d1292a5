-- Times of modification that clients set, for storages that keep none themselves.
CREATE TABLE modification_time (
    -- as in dead_property
    parent      TEXT COLLATE ${binary} NOT NULL,
    name        TEXT COLLATE ${binary} NOT NULL,
    -- of the version that the time is of: it says nothing of any other
    entity_tag  TEXT   NOT NULL,
    -- milliseconds since 1970
    modified_at BIGINT NOT NULL,
    PRIMARY KEY (parent, name)
) ${clustered};
