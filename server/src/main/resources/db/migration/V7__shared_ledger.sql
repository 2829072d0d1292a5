-- Quotas that several nodes share. Used where there are several nodes; else these tables stay empty. Times are milliseconds since
-- 1970 of the database's own clock.

CREATE TABLE quota_node (
    node     TEXT   NOT NULL PRIMARY KEY,
    -- when its leases end, unless it renews them
    until_at BIGINT NOT NULL
);

CREATE TABLE shared_quota (
    root             TEXT COLLATE ${binary} NOT NULL PRIMARY KEY,
    -- 2 to the 60th for no limit
    limit_bytes      BIGINT   NOT NULL,
    limit_entries    BIGINT   NOT NULL,
    configured       SMALLINT NOT NULL,
    -- 1 when it is no more: the row stays until every node has heard
    removed          SMALLINT NOT NULL,
    used_bytes       BIGINT   NOT NULL,
    used_entries     BIGINT   NOT NULL,
    leased_bytes     BIGINT   NOT NULL,
    leased_entries   BIGINT   NOT NULL,
    reserved_bytes   BIGINT   NOT NULL,
    reserved_entries BIGINT   NOT NULL,
    -- goes up when a node asks the others for idle room
    recall           BIGINT   NOT NULL,
    recalled_at      BIGINT   NOT NULL,
    count_wanted     SMALLINT NOT NULL,
    -- the node that counts; empty for none
    counter          TEXT     NOT NULL,
    count_round      BIGINT   NOT NULL,
    -- 0 for never
    counted_at       BIGINT   NOT NULL,
    drift_bytes      BIGINT   NOT NULL,
    drift_entries    BIGINT   NOT NULL,
    touched_at       BIGINT   NOT NULL
);

CREATE INDEX shared_quota_touched ON shared_quota (touched_at);

-- What one node has of one quota.
CREATE TABLE quota_lease (
    root             TEXT COLLATE ${binary} NOT NULL,
    node             TEXT     NOT NULL,
    lease_bytes      BIGINT   NOT NULL,
    lease_entries    BIGINT   NOT NULL,
    reserved_bytes   BIGINT   NOT NULL,
    reserved_entries BIGINT   NOT NULL,
    -- all growth that the node ever told
    reported_bytes   BIGINT   NOT NULL,
    reported_entries BIGINT   NOT NULL,
    -- 1 when the node did not renew it; what it was then counts as used
    lapsed           SMALLINT NOT NULL,
    lost_bytes       BIGINT   NOT NULL,
    lost_entries     BIGINT   NOT NULL,
    answered         BIGINT   NOT NULL,
    -- where the node stood when it answered a round of a count
    standing_round   BIGINT   NOT NULL,
    standing_changes BIGINT   NOT NULL,
    standing_busy    SMALLINT NOT NULL,
    standing_bytes   BIGINT   NOT NULL,
    standing_entries BIGINT   NOT NULL,
    PRIMARY KEY (root, node)
);

CREATE INDEX quota_lease_node ON quota_lease (node);
