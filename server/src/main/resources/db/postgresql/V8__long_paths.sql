-- PostgreSQL only. Its ordinary index takes no entry above 2,704 bytes, and a path may be longer: a move to such a place would
-- leave its properties behind. So what is unique are the hashes of the four columns, a collection or a member is found by a
-- hash too, and a tree by the first characters of its paths.
ALTER TABLE dead_property DROP CONSTRAINT dead_property_pkey;

CREATE UNIQUE INDEX dead_property_key ON dead_property (
    hashtextextended(parent, 0), hashtextextended(name, 0), hashtextextended(namespace, 0), hashtextextended(local_name, 0));

CREATE INDEX dead_property_parent ON dead_property USING hash (parent);

CREATE INDEX dead_property_name ON dead_property USING hash (name);

CREATE INDEX dead_property_tree ON dead_property (left(parent, 500));

-- Whether a path is in a range; becomes part of the statement, and so uses the index above.
CREATE FUNCTION is_within(path TEXT, low TEXT, high TEXT) RETURNS BOOLEAN
    LANGUAGE SQL IMMUTABLE PARALLEL SAFE
    AS 'SELECT left($1, 500) >= left($2, 500) AND left($1, 500) <= left($3, 500) AND $1 >= $2 AND $1 < $3';
