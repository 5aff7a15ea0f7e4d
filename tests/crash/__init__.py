"""The real process, killed at every moment there is, and a count from the local Telegram's own journal of what became of each message."""
