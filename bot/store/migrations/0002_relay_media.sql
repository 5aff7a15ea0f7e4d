-- Pictures and sound in the relay: what kind a relayed message is, what is held until the other side says yes, albums on their way in.

ALTER TABLE relayed ADD COLUMN kind TEXT NOT NULL DEFAULT 'text';

CREATE TABLE held_media (
    id            INTEGER PRIMARY KEY,
    link          INTEGER NOT NULL REFERENCES links (id),
    sender        INTEGER NOT NULL REFERENCES people (id),
    items_x       BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX held_media_link ON held_media (link);

-- One row per album that is still coming in: Telegram sends its parts as messages of their own.
CREATE TABLE albums (
    id            INTEGER PRIMARY KEY,
    link          INTEGER NOT NULL REFERENCES links (id),
    sender        INTEGER NOT NULL REFERENCES people (id),
    album         TEXT    NOT NULL,
    ask           INTEGER NOT NULL,
    items_x       BLOB    NOT NULL
);
CREATE INDEX albums_sender ON albums (link, sender);
