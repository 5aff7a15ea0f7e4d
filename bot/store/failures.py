"""What an SQLite error means to whoever has to act on it."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.problems import KeyProblem, StoreProblem

LITTLE = 256 * 1024  # bytes of free room below which an error of the disk means that it is full


def no_room(text: str, folder: Path) -> bool:
    """SQLite says "disk I/O error" where there is not even room for its own files."""
    return "I/O" in text and folder.exists() and shutil.disk_usage(folder).free < LITTLE


def problem_of(error: Exception, path: Path | None) -> StoreProblem | KeyProblem:
    """The same as a sentence that says what to do."""
    if isinstance(error, (StoreProblem, KeyProblem)):
        return error
    text, where = str(error), path or "the database"
    if "full" in text or (path is not None and no_room(text, path.parent)):
        return StoreProblem(f"The disk is full: {where} could not be written. Nothing that was confirmed is lost. Make room and start again.")
    if "not a database" in text or "malformed" in text:
        return StoreProblem(f"{where} is damaged or not a Sebaya database ({text}). Put back a backup, or move it away to begin anew.")
    if "readonly" in text or "unable to open" in text or "permission" in text:
        return StoreProblem(f"{where} cannot be opened for writing ({text}). Check the folder's owner and rights.")
    if "no such table" in text or "no such column" in text or "already exists" in text:
        return StoreProblem(f"{where} is not a Sebaya database, or one of another version ({text}). If it is an older one: python -m bot migrate")
    if "locked" in text:
        return StoreProblem(f"Another program holds {where} ({text}). Close that one, then try again.")
    return StoreProblem(f"The database failed: {text}")
