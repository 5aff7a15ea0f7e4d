-- When counselors are there, how quickly calls are answered, and an audit log that can only grow.

-- mode: on or off (until that moment, then the weekly hours count again), or hours.
CREATE TABLE on_call (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    mode          TEXT    NOT NULL,
    until         INTEGER
);

-- Weekly hours in the zone of the place: weekday (Monday 0), minutes of the day. Without any, those of config.yaml count.
CREATE TABLE on_call_hours (
    person        INTEGER NOT NULL REFERENCES people (id),
    weekday       INTEGER NOT NULL,
    from_minute   INTEGER NOT NULL,
    to_minute     INTEGER NOT NULL,
    PRIMARY KEY (person, weekday, from_minute)
);

-- When the alert was first acknowledged; seen_at is the last time.
ALTER TABLE alerts ADD COLUMN answered_at INTEGER;

-- Nothing in the audit log is changed or removed, but for what the law asks: details are emptied when somebody is erased, and rows go when
-- their time is over: the program notes before which moment that is (audit_may_go, epoch ms) and removes what is older.
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
WHEN NOT (NEW.id = OLD.id AND NEW.actor IS OLD.actor AND NEW.action = OLD.action AND NEW.subject = OLD.subject AND NEW.at = OLD.at AND NEW.detail = '')
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
WHEN OLD.at >= coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'audit_may_go'), 0)
BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END;
