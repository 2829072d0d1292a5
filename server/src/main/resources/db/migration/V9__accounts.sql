-- Accounts that are made while servers run. Times are milliseconds since 1970.

CREATE TABLE account (
    name       TEXT COLLATE ${binary} NOT NULL PRIMARY KEY,
    -- the hash of the password, in the form that names its kind
    password   TEXT     NOT NULL,
    -- the groups, with commas between
    member_of  TEXT     NOT NULL,
    locked     SMALLINT NOT NULL,
    created_at BIGINT   NOT NULL
);

CREATE TABLE app_password (
    account    TEXT COLLATE ${binary} NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    label      TEXT COLLATE ${binary} NOT NULL,
    -- SHA-256, in hexadecimal digits
    digest     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, label)
) ${clustered};

-- One row, which goes up with each change of the two above: so a server sees in one look whether what it remembers still holds.
CREATE TABLE account_state (
    id    SMALLINT NOT NULL PRIMARY KEY,
    state BIGINT   NOT NULL
);

INSERT INTO account_state (id, state) VALUES (1, 1);
