"""Logs for operators: ids of rows and kinds of things; never texts, names, chat ids or the token."""

from __future__ import annotations

import json
import logging
import re
import traceback
from contextvars import ContextVar
from pathlib import Path

_TOKEN = re.compile(r"\d{6,}:[\w-]{20,}")
# Libraries that log addresses with the token in them, or SQL with its values, are heard only when something is wrong.
_LOUD = ("httpx", "httpcore", "telegram", "aiosqlite", "apscheduler", "aiohttp.access", "asyncio")


# Telegram's number of the update that is being handled: what belongs together can be followed through the log; it leads to nobody.
update: ContextVar[str] = ContextVar("update", default="")


class _NoToken(logging.Filter):
    """A last net: whatever looks like a bot token is blotted out."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _TOKEN.sub("<token>", record.getMessage())
        record.args = None
        if record.exc_info:
            record.exc_text = _TOKEN.sub("<token>", logging.Formatter().formatException(record.exc_info))
        return True


def trace(error: BaseException) -> str:
    """What went wrong and where, without the error's own words: they may be somebody's."""
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    return f"{type(error).__name__} at " + " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


class _Json(logging.Formatter):
    """One object a line, for a log collector."""

    def format(self, record: logging.LogRecord) -> str:
        said = {"at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"), "level": record.levelname.lower(), "where": record.name}
        said |= {"update": update.get()} if update.get() else {}
        said["text"] = record.getMessage()
        if record.exc_text:
            said["trace"] = record.exc_text
        return json.dumps(said, ensure_ascii=False)


class _Pretty(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        whole = super().format(record)
        return f"{whole} [update {update.get()}]" if update.get() else whole


def setup(level: str, style: str = "pretty") -> None:
    """``style``: pretty for people, json for programs."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if style == "json" else _Pretty("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handler.addFilter(_NoToken())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
