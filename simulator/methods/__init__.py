"""The Bot API methods, one registered function each. Importing this package registers them all."""

from simulator.methods import (
    callbacks,
    chats,
    commands,
    copying,
    edits,
    files,
    forum,
    getting,
    media,
    members,
    places,
    reactions,
    text,
)
from simulator.methods.registry import HANDLERS

__all__ = [
    "HANDLERS",
    "callbacks",
    "chats",
    "commands",
    "copying",
    "edits",
    "files",
    "forum",
    "getting",
    "media",
    "members",
    "places",
    "reactions",
    "text",
]
