-- What coordinators said about entries of the services directory (asked, good, changed), and what became of people who were sent there.
CREATE TABLE service_checks (
    id            INTEGER PRIMARY KEY,
    service       TEXT    NOT NULL UNIQUE,
    state         TEXT    NOT NULL,
    checked_on    TEXT    NOT NULL,
    checked_by    INTEGER REFERENCES people (id),
    at            INTEGER NOT NULL
);

CREATE TABLE referrals (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    service       TEXT    NOT NULL,
    outcome       TEXT    NOT NULL DEFAULT '',
    barrier       TEXT    NOT NULL DEFAULT '',
    helped        TEXT    NOT NULL DEFAULT '',
    at            INTEGER NOT NULL
);
CREATE INDEX referrals_service ON referrals (service);
CREATE INDEX referrals_person ON referrals (person);

-- The daily look at what is past its date; it sets itself again.
INSERT INTO timers (id, kind, subject, due_at) VALUES (1, 'services', 0, 0);
