-- Limits that the administration set, and what is known of the use of every quota, also of those in the settings.

CREATE TABLE quota (
    root          TEXT COLLATE ${binary} NOT NULL PRIMARY KEY,
    -- null for no limit
    limit_bytes   BIGINT,
    limit_entries BIGINT
);

CREATE TABLE quota_usage (
    root          TEXT COLLATE ${binary} NOT NULL PRIMARY KEY,
    used_bytes    BIGINT NOT NULL,
    used_entries  BIGINT NOT NULL,
    -- milliseconds since 1970; null when it was never counted
    counted_at    BIGINT,
    drift_bytes   BIGINT NOT NULL,
    drift_entries BIGINT NOT NULL
);

-- One row. While a server runs the figures above lag behind; only a stop in good order makes them complete.
CREATE TABLE quota_books (
    id       SMALLINT NOT NULL PRIMARY KEY,
    complete SMALLINT NOT NULL
);

INSERT INTO quota_books (id, complete) VALUES (1, 0);
