"""Files of the world: the bytes as they were given, under a file_id, served back the same.

A ``file_id`` names a file for one use and ``file_unique_id`` names its content, as on the real server. Ids are derived from the content
and a counter, so that a resent file keeps its id and a test run is repeatable.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

LARGEST_DOWNLOAD = 20 * 1024 * 1024
FOLDERS = {
    "photo": ("photos", "jpg"),
    "voice": ("voice", "oga"),
    "video": ("videos", "mp4"),
    "video_note": ("video_notes", "mp4"),
    "animation": ("animations", "mp4"),
    "audio": ("music", "mp3"),
    "sticker": ("stickers", "webp"),
    "document": ("documents", "bin"),
}


@dataclass(slots=True)
class StoredFile:
    """One file. ``path`` is the file_path of getFile, below ``/file/bot<token>/``."""

    file_id: str
    unique_id: str
    kind: str
    number: int
    name: str
    mime: str
    content: bytes

    @property
    def path(self) -> str:
        """Folder, number and ending, like the real server's paths."""
        folder, ending = FOLDERS.get(self.kind, FOLDERS["document"])
        if self.kind == "document" and "." in self.name:
            ending = self.name.rsplit(".", 1)[1]
        return f"{folder}/file_{self.number}.{ending}"


class Files:
    """All files by id and by path."""

    def __init__(self, on_new: Callable[[str], None] = lambda file_id: None) -> None:
        self.on_new = on_new
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self.last = 0

    def add(self, kind: str, name: str, mime: str, content: bytes) -> StoredFile:
        """Keep the bytes; the same content of the same kind and name is kept once."""
        digest = hashlib.sha256(kind.encode() + b"\0" + name.encode() + b"\0" + content).digest()
        file_id = "AgAC" + base64.urlsafe_b64encode(digest + kind.encode()).decode().rstrip("=")
        if file_id in self.by_id:
            return self.by_id[file_id]
        unique = "AQAD" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()[:9]).decode().rstrip("=")
        self.last += 1
        stored = StoredFile(file_id, unique, kind, self.last - 1, name, mime, content)
        self.put(stored)
        self.on_new(file_id)
        return stored

    def clear(self) -> None:
        """Forget all files; the numbers in paths go on."""
        self.by_id.clear()
        self.by_path.clear()

    def put(self, stored: StoredFile) -> None:
        """Take in a file that has its ids already (storage, snapshots)."""
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored
        self.last = max(self.last, stored.number + 1)
