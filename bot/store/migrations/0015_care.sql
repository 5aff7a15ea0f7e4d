-- What keeps volunteers well: rests, heavy chats, and their own monthly check.

-- Nobody is asked who rests. why: heavy (after a heavy chat), own (a break they took), low (their own check was low).
CREATE TABLE rests (
    volunteer     INTEGER PRIMARY KEY REFERENCES volunteers (person),
    until         INTEGER NOT NULL,
    why           TEXT    NOT NULL
);

-- why: escalated (a counselor was called for the person), long, or marked (by the volunteer). debrief_at: when they were asked how they are;
-- answer: fine, heavy or counselor; empty before.
CREATE TABLE heavy_chats (
    link          INTEGER PRIMARY KEY REFERENCES links (id),
    volunteer     INTEGER NOT NULL REFERENCES volunteers (person),
    why           TEXT    NOT NULL,
    at            INTEGER NOT NULL,
    debrief_at    INTEGER,
    answer        TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX heavy_chats_volunteer ON heavy_chats (volunteer, debrief_at);

-- percent: how they are by their own answers, which are not kept.
CREATE TABLE own_checks (
    id            INTEGER PRIMARY KEY,
    volunteer     INTEGER NOT NULL REFERENCES volunteers (person),
    percent       INTEGER NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX own_checks_volunteer ON own_checks (volunteer, at);
