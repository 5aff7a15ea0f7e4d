-- A topic per chat in the private chat of a volunteer with several, where Telegram has topics there. thread: empty until it was made, and again
-- when it is gone: then the pseudonym stands above each message instead.

CREATE TABLE chat_topics (
    link          INTEGER NOT NULL REFERENCES links (id),
    person        INTEGER NOT NULL REFERENCES people (id),
    chat          INTEGER NOT NULL,
    thread        INTEGER,
    PRIMARY KEY (link, person)
);
CREATE INDEX chat_topics_thread ON chat_topics (chat, thread);
