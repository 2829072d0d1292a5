-- Half of it would work.
ALTER TABLE lock ADD COLUMN later BIGINT;

DROP TABLE quota;

INSERT INTO nowhere (id) VALUES (1);
