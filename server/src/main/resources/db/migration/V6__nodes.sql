-- Several servers on one database. All times are milliseconds since 1970 by the database's own clock.

-- Of the last change; 0 where one server alone uses the table and keeps no versions.
ALTER TABLE lock ADD COLUMN version BIGINT DEFAULT 0 NOT NULL;

CREATE INDEX lock_version ON lock (version) WHERE version > 0;

-- Locks that ended before their time, until every server has heard of it.
CREATE TABLE lock_removal (
    version    BIGINT NOT NULL,
    token      TEXT   NOT NULL,
    removed_at BIGINT NOT NULL,
    PRIMARY KEY (version, token)
) ${clustered};

-- One row. Who changes locks holds it until the end of the transaction.
CREATE TABLE lock_state (
    id        SMALLINT NOT NULL PRIMARY KEY,
    version   BIGINT   NOT NULL,
    -- up to this version, removals may be missing above
    forgotten BIGINT   NOT NULL
);

INSERT INTO lock_state (id, version, forgotten) VALUES (1, 0, 0);

CREATE TABLE node (
    -- of one run of a server
    id         TEXT   NOT NULL PRIMARY KEY,
    host       TEXT   NOT NULL,
    pid        BIGINT NOT NULL,
    version    TEXT   NOT NULL,
    -- what it serves; the same for all that live at a time
    storage    TEXT   NOT NULL,
    -- empty until it answers, or for none
    service    TEXT   NOT NULL,
    admin      TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    -- LIVE, LEFT or DEAD
    state      TEXT   NOT NULL
);

-- Whose move it is; empty for a server that is alone.
ALTER TABLE property_move ADD COLUMN node TEXT DEFAULT '' NOT NULL;
