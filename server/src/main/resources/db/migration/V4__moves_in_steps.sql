-- A move of more properties than a full disk's reserve can bridge at once: 1 when what the target had is gone, so that what
-- stands there from then on are properties that have moved.
ALTER TABLE property_move ADD COLUMN cleared SMALLINT DEFAULT 0 NOT NULL;
