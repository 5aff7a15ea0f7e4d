-- Invitations by link, each good for one person. The link itself is not kept, only a keyed hash of it.
CREATE TABLE invites (
    id            INTEGER PRIMARY KEY,
    kind          TEXT    NOT NULL,
    team_x        BLOB,
    token_hash    TEXT    NOT NULL UNIQUE,
    made_by       INTEGER REFERENCES people (id),
    made_at       INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    used_by       INTEGER REFERENCES people (id),
    used_at       INTEGER
);
CREATE INDEX invites_made_by ON invites (made_by);
CREATE INDEX invites_used_by ON invites (used_by);
