-- Weekly shifts of volunteers, and texts they have ready.

-- weekday: 0 is Monday; hour: local to the volunteer; hours: how long.
CREATE TABLE shifts (
    id            INTEGER PRIMARY KEY,
    volunteer     INTEGER NOT NULL REFERENCES volunteers (person),
    weekday       INTEGER NOT NULL,
    hour          INTEGER NOT NULL,
    hours         INTEGER NOT NULL,
    UNIQUE (volunteer, weekday, hour)
);

CREATE TABLE ready_texts (
    id            INTEGER PRIMARY KEY,
    volunteer     INTEGER NOT NULL REFERENCES volunteers (person),
    name_x        BLOB    NOT NULL,
    text_x        BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX ready_texts_volunteer ON ready_texts (volunteer);
