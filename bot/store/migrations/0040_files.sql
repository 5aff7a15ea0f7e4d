-- Files the program made itself (a calendar entry, an export), kept until they are sent. The name is neutral, the bytes are sealed.
CREATE TABLE files (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL,
    content_x     BLOB    NOT NULL,
    at            INTEGER NOT NULL
);
CREATE INDEX files_at ON files (at);
