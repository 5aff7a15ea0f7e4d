-- The foundation. Times are UTC epoch milliseconds; ids are given by the program (see store/ids.py) and rise with time.
-- Columns that end in _x hold AES-GCM sealed text (see bot/crypt.py): nothing a person wrote is readable in this file.

CREATE TABLE people (
    id            INTEGER PRIMARY KEY,
    telegram_id   INTEGER NOT NULL UNIQUE,
    language      TEXT    NOT NULL,
    name_x        BLOB,
    age_band      TEXT    NOT NULL DEFAULT '',
    prompt_hour   INTEGER,
    zone          TEXT    NOT NULL,
    paused        INTEGER NOT NULL DEFAULT 0,
    last_prompt   TEXT    NOT NULL DEFAULT '',
    consent       TEXT    NOT NULL DEFAULT '',
    reachable     INTEGER NOT NULL DEFAULT 1,
    created_at    INTEGER NOT NULL
);

CREATE TABLE consents (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    version       TEXT    NOT NULL,
    at            INTEGER NOT NULL
);

CREATE TABLE person_topics (
    person        INTEGER NOT NULL REFERENCES people (id),
    topic         TEXT    NOT NULL,
    PRIMARY KEY (person, topic)
);

CREATE TABLE volunteers (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    state         TEXT    NOT NULL,
    on_duty       INTEGER NOT NULL DEFAULT 0,
    capacity      INTEGER NOT NULL DEFAULT 1,
    youth         INTEGER NOT NULL DEFAULT 0,
    decided_by    INTEGER,
    decided_at    INTEGER,
    applied_at    INTEGER NOT NULL
);

CREATE TABLE volunteer_topics (
    person        INTEGER NOT NULL REFERENCES volunteers (person),
    topic         TEXT    NOT NULL,
    PRIMARY KEY (person, topic)
);

-- Conversation states: who is where in which flow. front: words of the owner go to the one with the highest rank.
CREATE TABLE conversations (
    id            INTEGER PRIMARY KEY,
    owner         INTEGER,
    flow          TEXT    NOT NULL,
    subject       INTEGER NOT NULL DEFAULT 0,
    version       INTEGER NOT NULL,
    state_x       BLOB    NOT NULL,
    token         TEXT    NOT NULL UNIQUE,
    front         INTEGER NOT NULL,
    rank          INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
);
CREATE UNIQUE INDEX conversations_once ON conversations (flow, owner, subject);
CREATE INDEX conversations_front ON conversations (owner, front, rank);
CREATE INDEX conversations_subject ON conversations (flow, subject);

CREATE TABLE moods (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    mood          INTEGER NOT NULL,
    day           TEXT    NOT NULL,
    what          TEXT    NOT NULL DEFAULT '',
    note_x        BLOB,
    at            INTEGER NOT NULL
);
CREATE INDEX moods_person ON moods (person, id);

-- A wish to talk: waiting, offered, paired, left.
CREATE TABLE requests (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    topic         TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    paired_at     INTEGER
);
CREATE INDEX requests_open ON requests (state, created_at);
CREATE INDEX requests_person ON requests (person, state);

-- open, accepted, declined, expired, closed: a no or a silence is remembered, so the same person is not asked twice for one request.
CREATE TABLE offers (
    id            INTEGER PRIMARY KEY,
    request       INTEGER NOT NULL REFERENCES requests (id),
    volunteer     INTEGER NOT NULL REFERENCES volunteers (person),
    state         TEXT    NOT NULL,
    created_at    INTEGER NOT NULL
);
CREATE INDEX offers_request ON offers (request, state);
CREATE INDEX offers_volunteer ON offers (volunteer, state);

-- Two sides that talk through the bot. kind: peer or case; request or alert is what brought them together.
CREATE TABLE links (
    id            INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,
    person        INTEGER NOT NULL REFERENCES people (id),
    helper        INTEGER NOT NULL REFERENCES people (id),
    person_alias  TEXT    NOT NULL,
    helper_alias  TEXT    NOT NULL,
    origin        INTEGER NOT NULL,
    opened_at     INTEGER NOT NULL,
    closed_at     INTEGER
);
CREATE INDEX links_person ON links (person, closed_at);
CREATE INDEX links_helper ON links (helper, closed_at);

-- The map of relayed messages, both sides: which message here is which message there.
CREATE TABLE relayed (
    id              INTEGER PRIMARY KEY,
    link            INTEGER NOT NULL REFERENCES links (id),
    sender          INTEGER NOT NULL REFERENCES people (id),
    source_chat     INTEGER NOT NULL,
    source_message  INTEGER NOT NULL,
    target_chat     INTEGER NOT NULL,
    target_message  INTEGER,
    body_x          BLOB    NOT NULL
);
CREATE INDEX relayed_source ON relayed (source_chat, source_message);
CREATE INDEX relayed_target ON relayed (target_chat, target_message);

CREATE TABLE ratings (
    link          INTEGER NOT NULL REFERENCES links (id),
    person        INTEGER NOT NULL REFERENCES people (id),
    rating        INTEGER NOT NULL,
    PRIMARY KEY (link, person)
);

-- open, seen, talking, closed. At most one that is not closed per person.
CREATE TABLE alerts (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    severity      TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    handler       INTEGER REFERENCES people (id),
    opened_at     INTEGER NOT NULL,
    seen_at       INTEGER,
    closed_at     INTEGER,
    note_x        BLOB
);
CREATE UNIQUE INDEX alerts_one_open ON alerts (person) WHERE closed_at IS NULL;

CREATE TABLE alert_reasons (
    id            INTEGER PRIMARY KEY,
    alert         INTEGER NOT NULL REFERENCES alerts (id),
    severity      TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    words_x       BLOB,
    at            INTEGER NOT NULL
);
CREATE INDEX alert_reasons_alert ON alert_reasons (alert);

-- Messages that show the state of something shared (an alert, an application) and change with it. language: the one they were written in.
CREATE TABLE cards (
    id            INTEGER PRIMARY KEY,
    conversation  INTEGER NOT NULL,
    chat          INTEGER NOT NULL,
    message       INTEGER NOT NULL,
    language      TEXT    NOT NULL
);
CREATE INDEX cards_conversation ON cards (conversation);

-- What falls due. At most one per kind and subject: setting it again replaces it, so a stale timer cannot exist.
CREATE TABLE timers (
    id            INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,
    subject       INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    UNIQUE (kind, subject)
);
CREATE INDEX timers_due ON timers (due_at);

-- The one door out. lane: 0 crisis, 1 relay, 2 reply, 3 prompt. state: new, sending (prompts only), sent, failed.
CREATE TABLE outbox (
    id            INTEGER PRIMARY KEY,
    chat          INTEGER NOT NULL,
    lane          INTEGER NOT NULL,
    method        TEXT    NOT NULL,
    payload_x     BLOB,
    conversation  INTEGER NOT NULL DEFAULT 0,
    hook          TEXT    NOT NULL DEFAULT '',
    state         TEXT    NOT NULL DEFAULT 'new',
    attempts      INTEGER NOT NULL DEFAULT 0,
    error         TEXT    NOT NULL DEFAULT '',
    created_at    INTEGER NOT NULL,
    done_at       INTEGER
);
CREATE INDEX outbox_open ON outbox (lane, id) WHERE state IN ('new', 'sending');
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;

-- Every update that was handled: the only deduplication.
CREATE TABLE updates (
    update_id     INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL
);
CREATE INDEX updates_at ON updates (at);

-- Updates that could not be handled, whole and sealed, with the reason.
CREATE TABLE parked (
    update_id     INTEGER PRIMARY KEY,
    reason        TEXT    NOT NULL,
    raw_x         BLOB    NOT NULL,
    at            INTEGER NOT NULL
);

-- Who did what to whom, without texts. Rows are only ever added.
CREATE TABLE audit (
    id            INTEGER PRIMARY KEY,
    actor         INTEGER,
    action        TEXT    NOT NULL,
    subject       INTEGER NOT NULL,
    detail        TEXT    NOT NULL DEFAULT '',
    at            INTEGER NOT NULL
);

CREATE TABLE meta (
    key           TEXT PRIMARY KEY,
    value         TEXT NOT NULL
);
