-- Counselors who came by an invitation, beside those of config.yaml. A row is the role: without it there is none.
CREATE TABLE staff (
    person        INTEGER PRIMARY KEY REFERENCES people (id),
    name_x        BLOB    NOT NULL,
    added_by      INTEGER REFERENCES people (id),
    added_at      INTEGER NOT NULL
);
CREATE INDEX staff_added_by ON staff (added_by);
