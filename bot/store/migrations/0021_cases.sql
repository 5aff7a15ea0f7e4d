-- Cases: what goes on about one person over time, a topic of the counselors' group where that has topics.

-- The counselors' group as it is now: a group that becomes a supergroup gets another id. forum: topics can be made there.
CREATE TABLE rooms (
    configured    INTEGER PRIMARY KEY,
    chat          INTEGER NOT NULL,
    forum         INTEGER NOT NULL DEFAULT 0
);

-- At most one open case per person. chat and thread: its topic (thread is empty while there is none); header: the pinned card.
CREATE TABLE cases (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    chat          INTEGER NOT NULL DEFAULT 0,
    thread        INTEGER,
    asked_at      INTEGER,
    header        INTEGER,
    outcome       TEXT    NOT NULL DEFAULT '',
    follow_up_at  INTEGER,
    opened_at     INTEGER NOT NULL,
    closed_at     INTEGER
);
CREATE UNIQUE INDEX cases_one_open ON cases (person) WHERE closed_at IS NULL;
CREATE INDEX cases_thread ON cases (chat, thread);

-- kind: note, refer, hand (a hand-over's summary), closing, glass (why somebody looked who a person is).
CREATE TABLE case_notes (
    id            INTEGER PRIMARY KEY,
    case_id       INTEGER NOT NULL REFERENCES cases (id),
    author        INTEGER REFERENCES people (id),
    kind          TEXT    NOT NULL,
    words_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX case_notes_case ON case_notes (case_id);

ALTER TABLE alerts ADD COLUMN case_id INTEGER;

-- The case whose topic is the helper's side of the talk; 0: their private chat.
ALTER TABLE links ADD COLUMN room INTEGER NOT NULL DEFAULT 0;

-- Messages that are to disappear again.
CREATE TABLE passing (
    id            INTEGER PRIMARY KEY,
    chat          INTEGER NOT NULL,
    message       INTEGER NOT NULL
);
