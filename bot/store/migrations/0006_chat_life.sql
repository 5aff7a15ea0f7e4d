-- The life of a chat: who is never paired with whom again, who would like the same peer again, whose place in the queue comes first,
-- thanks to volunteers, and reports.

CREATE TABLE IF NOT EXISTS blocks (person INTEGER NOT NULL, other INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (person, other));

-- person would talk with other again; it counts when both said so.
CREATE TABLE IF NOT EXISTS again (person INTEGER NOT NULL, other INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (person, other));

-- Requests whose volunteer went silent: they keep their place, in front of everybody who waits.
CREATE TABLE IF NOT EXISTS requests_first (request INTEGER PRIMARY KEY, at INTEGER NOT NULL);

-- The last messages of a chat are looked up when it is silent or reported.
CREATE INDEX IF NOT EXISTS relayed_link ON relayed (link);

-- A line of text after a chat. passed_on: the volunteer got it as thanks, because the person agreed.
CREATE TABLE chat_words (
    id            INTEGER PRIMARY KEY,
    link          INTEGER NOT NULL REFERENCES links (id),
    person        INTEGER NOT NULL REFERENCES people (id),
    words_x       BLOB    NOT NULL,
    passed_on     INTEGER NOT NULL DEFAULT 0,
    at            INTEGER NOT NULL,
    UNIQUE (link, person)
);

-- What somebody reports about the other side of a chat. show: the coordinators may see the last messages. outcome: empty while open.
CREATE TABLE reports (
    id            INTEGER PRIMARY KEY,
    link          INTEGER NOT NULL REFERENCES links (id),
    reporter      INTEGER NOT NULL REFERENCES people (id),
    reported      INTEGER NOT NULL REFERENCES people (id),
    kind          TEXT    NOT NULL,
    words_x       BLOB,
    show          INTEGER NOT NULL,
    outcome       TEXT    NOT NULL DEFAULT '',
    decided_by    INTEGER REFERENCES people (id),
    opened_at     INTEGER NOT NULL,
    closed_at     INTEGER
);
CREATE INDEX reports_link ON reports (link);
