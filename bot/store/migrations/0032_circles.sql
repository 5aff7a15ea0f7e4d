-- Groups: peer circles (a volunteer leads) and group counseling (a counselor leads). Times are UTC epoch milliseconds.

-- state: planned, open, paused, round (one at a time: speaker), closed, cancelled. age_band: minor or adult, never both in one.
CREATE TABLE circles (
    id            INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,
    leader        INTEGER NOT NULL REFERENCES people (id),
    topic         TEXT    NOT NULL,
    seats         INTEGER NOT NULL,
    age_band      TEXT    NOT NULL,
    language      TEXT    NOT NULL,
    starts_at     INTEGER NOT NULL,
    minutes       INTEGER NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'planned',
    speaker       INTEGER REFERENCES people (id),
    made_at       INTEGER NOT NULL
);
CREATE INDEX circles_state ON circles (state, starts_at);

-- What a leader chose so far for a new group.
CREATE TABLE circle_drafts (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    topic         TEXT    NOT NULL,
    age_band      TEXT    NOT NULL,
    seats         INTEGER NOT NULL,
    day           TEXT    NOT NULL
);

-- state: joined, waiting (in the order of at), left, removed. came_at: when they first came in.
CREATE TABLE circle_members (
    circle        INTEGER NOT NULL REFERENCES circles (id),
    person        INTEGER NOT NULL REFERENCES people (id),
    alias         TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    muted         INTEGER NOT NULL DEFAULT 0,
    at            INTEGER NOT NULL,
    came_at       INTEGER,
    PRIMARY KEY (circle, person)
);
CREATE INDEX circle_members_person ON circle_members (person);

-- What was written in a group, and which message it is in whose chat.
CREATE TABLE circle_messages (
    id             INTEGER PRIMARY KEY,
    circle         INTEGER NOT NULL REFERENCES circles (id),
    sender         INTEGER NOT NULL REFERENCES people (id),
    source_chat    INTEGER NOT NULL,
    source_message INTEGER NOT NULL,
    body_x         BLOB    NOT NULL,
    unsent         INTEGER NOT NULL DEFAULT 0,
    at             INTEGER NOT NULL
);
CREATE INDEX circle_messages_source ON circle_messages (source_chat, source_message);
CREATE INDEX circle_messages_circle ON circle_messages (circle);

-- message is not tied to its row: both go by their own age.
CREATE TABLE circle_copies (
    id             INTEGER PRIMARY KEY,
    message        INTEGER NOT NULL,
    target_chat    INTEGER NOT NULL,
    target_message INTEGER,
    at             INTEGER NOT NULL
);
CREATE INDEX circle_copies_message ON circle_copies (message, target_chat);
CREATE INDEX circle_copies_target ON circle_copies (target_chat, target_message);

-- A closing word of each, for themselves and the leader.
CREATE TABLE circle_words (
    circle        INTEGER NOT NULL REFERENCES circles (id),
    person        INTEGER NOT NULL REFERENCES people (id),
    words_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL,
    PRIMARY KEY (circle, person)
);
