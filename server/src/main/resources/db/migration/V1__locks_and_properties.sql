-- Runs on SQLite and on PostgreSQL. Paths compare byte by byte, so that a tree is one range of the index.

CREATE TABLE lock (
    token           TEXT     NOT NULL PRIMARY KEY,
    root            TEXT     NOT NULL,
    infinite        SMALLINT NOT NULL,
    scope           TEXT     NOT NULL,
    principal       TEXT     NOT NULL,
    owner_xml       TEXT     NOT NULL,
    timeout_seconds BIGINT   NOT NULL,
    -- milliseconds since 1970
    expires_at      BIGINT   NOT NULL
);

CREATE TABLE dead_property (
    -- the collection with a slash at its end, so that "/a/" starts every path below "/a"; empty for the root itself
    parent     TEXT COLLATE ${binary} NOT NULL,
    -- empty for the root itself
    name       TEXT COLLATE ${binary} NOT NULL,
    namespace  TEXT NOT NULL,
    local_name TEXT NOT NULL,
    xml        TEXT NOT NULL,
    PRIMARY KEY (parent, name, namespace, local_name)
) ${clustered};

-- Moves on their way: written before the files move, gone when their properties have followed.
CREATE TABLE property_move (
    id     BIGINT NOT NULL PRIMARY KEY,
    source TEXT   NOT NULL,
    target TEXT   NOT NULL
);
