-- Albums sent in a group that are still coming in: Telegram sends their parts as messages of their own.
CREATE TABLE circle_albums (
    id            INTEGER PRIMARY KEY,
    circle        INTEGER NOT NULL REFERENCES circles (id),
    sender        INTEGER NOT NULL REFERENCES people (id),
    alias         TEXT    NOT NULL,
    album         TEXT    NOT NULL,
    items_x       BLOB    NOT NULL
);
CREATE INDEX circle_albums_sender ON circle_albums (circle, sender);
