-- Several chats at once: how a relayed message was headed (the pseudonym; empty: not at all), and whether its writer took it back.

ALTER TABLE relayed ADD COLUMN head TEXT NOT NULL DEFAULT '';
ALTER TABLE relayed ADD COLUMN unsent INTEGER NOT NULL DEFAULT 0;
