-- The record. Rows are only ever added, each one standing on the hash of the one before.
-- The triggers guard against mistakes; the chain, and a head noted elsewhere, are the proof.

CREATE TABLE event (
  seq     INTEGER PRIMARY KEY,
  at      TEXT    NOT NULL,  -- UTC, YYYY-MM-DDTHH:MM:SS.mmmZ
  mono_ns INTEGER NOT NULL,  -- compares only within one boot
  boot    TEXT    NOT NULL,
  actor   TEXT    NOT NULL,
  console TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  v       INTEGER NOT NULL,
  item    TEXT,
  point   TEXT,
  body    TEXT    NOT NULL,  -- JSON, keys in declared order
  prev    BLOB    NOT NULL,
  hash    BLOB    NOT NULL
) STRICT;

CREATE TRIGGER event_append BEFORE INSERT ON event BEGIN
  SELECT RAISE(ABORT, 'event_sealed')
   WHERE (SELECT kind FROM event ORDER BY seq DESC LIMIT 1) = 'RecordSealed';
  SELECT RAISE(ABORT, 'event_seq')
   WHERE NEW.seq IS NOT (SELECT COALESCE(MAX(seq), 0) + 1 FROM event);
  SELECT RAISE(ABORT, 'event_prev')
   WHERE NEW.prev IS NOT COALESCE((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), zeroblob(32));
END;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'event_update');
END;

CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN
  SELECT RAISE(ABORT, 'event_delete');
END;

PRAGMA application_id = 0x4443414C;
PRAGMA user_version = 1;
