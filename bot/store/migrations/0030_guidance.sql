-- Guidance counseling: what people ask for, when counselors have time, and appointments. Times are UTC epoch milliseconds.

-- state: draft (being written), open, taken, closed, withdrawn. At most one that is not over per person.
CREATE TABLE guidance_requests (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    field         TEXT    NOT NULL,
    words_x       BLOB,
    soon          TEXT    NOT NULL DEFAULT '',
    way           TEXT    NOT NULL DEFAULT '',
    state         TEXT    NOT NULL,
    counselor     INTEGER REFERENCES people (id),
    asked_at      INTEGER NOT NULL,
    taken_at      INTEGER,
    closed_at     INTEGER
);
CREATE UNIQUE INDEX guidance_requests_one_open ON guidance_requests (person) WHERE closed_at IS NULL;
CREATE INDEX guidance_requests_taken ON guidance_requests (taken_at);

-- Weekly hours (weekday 0: Monday) and single dates instead, as local times of the counselor: "09:00-12:00, 13:30-16:00"; empty: none.
CREATE TABLE counselor_week (
    counselor     INTEGER NOT NULL REFERENCES people (id),
    weekday       INTEGER NOT NULL,
    spans         TEXT    NOT NULL,
    PRIMARY KEY (counselor, weekday)
);
CREATE TABLE counselor_days (
    counselor     INTEGER NOT NULL REFERENCES people (id),
    day           TEXT    NOT NULL,
    spans         TEXT    NOT NULL,
    PRIMARY KEY (counselor, day)
);

-- state: booked, cancelled, done, missed. sequence counts the changes, as calendars do (RFC 5545).
CREATE TABLE appointments (
    id            INTEGER PRIMARY KEY,
    person        INTEGER NOT NULL REFERENCES people (id),
    counselor     INTEGER NOT NULL REFERENCES people (id),
    field         TEXT    NOT NULL,
    way           TEXT    NOT NULL,
    words_x       BLOB,
    starts_at     INTEGER NOT NULL,
    minutes       INTEGER NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'booked',
    sequence      INTEGER NOT NULL DEFAULT 0,
    made_at       INTEGER NOT NULL
);
CREATE INDEX appointments_person ON appointments (person, state);
CREATE INDEX appointments_counselor ON appointments (counselor, state);

-- Every quarter of an hour (counted since the epoch) of a booked appointment, for both sides: nobody is ever in two at once.
CREATE TABLE taken_quarters (
    who           INTEGER NOT NULL REFERENCES people (id),
    quarter       INTEGER NOT NULL,
    appointment   INTEGER NOT NULL REFERENCES appointments (id),
    PRIMARY KEY (who, quarter)
);
CREATE INDEX taken_quarters_appointment ON taken_quarters (appointment);
