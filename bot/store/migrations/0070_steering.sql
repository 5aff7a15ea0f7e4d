-- Messages of the coordinators to many. last: everybody up to this person has been seen to. state: going, stopped, done.
CREATE TABLE broadcasts (
    id            INTEGER PRIMARY KEY,
    sender        INTEGER REFERENCES people (id),
    audience      TEXT    NOT NULL,
    words_x       BLOB    NOT NULL,
    total         INTEGER NOT NULL,
    done          INTEGER NOT NULL DEFAULT 0,
    last          INTEGER NOT NULL DEFAULT 0,
    state         TEXT    NOT NULL DEFAULT 'going',
    at            INTEGER NOT NULL
);
CREATE INDEX broadcasts_sender ON broadcasts (sender, state);
CREATE INDEX audit_at ON audit (at);
