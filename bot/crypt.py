"""Sealing of free text at rest: AES-256-GCM, the id of the key in each value, the place of the value as associated data.

A sealed value is ``version (1 byte) · key id (4) · nonce (12) · ciphertext and tag``. The associated data names table, column and row, so a
value that was copied into another row or column does not open there.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.problems import KeyProblem

log = logging.getLogger(__name__)
_VERSION = b"\x01"
_HEAD = 5


class Unsealable(ValueError):
    """A value does not open: sealed with another key, damaged, or moved here from another row. It concerns that row, not the program."""


class Crypt:
    """Seals with one 32-byte key, opens what that or an ``older`` one sealed. ``open`` raises Unsealable."""

    def __init__(self, key: bytes, *older: bytes) -> None:
        self.use(key, *older)

    def use(self, key: bytes, *older: bytes) -> None:
        """From now on these keys (a rotation while the program runs)."""
        if any(len(one) != 32 for one in (key, *older)):
            raise KeyProblem("The key must be 32 bytes, written in base64 (44 characters). SEBAYA_KEY, or the file data/key, holds something else.")
        self._ciphers = {key_id(one): AESGCM(one) for one in (key, *older)}
        self.key_id = key_id(key)
        self._head = _VERSION + self.key_id
        self._hash_key = hashlib.sha256(b"sebaya keyed hash" + key).digest()

    def keyed_hash(self, text: str, place: str) -> str:
        """The same for the same text, so that it can be compared; without the key nothing can be tried against it. 32 hex digits."""
        return hmac.new(self._hash_key, f"{place}:{text}".encode(), hashlib.sha256).hexdigest()[:32]

    @property
    def key_ids(self) -> frozenset[bytes]:
        """Of all keys there are."""
        return frozenset(self._ciphers)

    def seal(self, text: str, place: str) -> bytes:
        return self.seal_bytes(text.encode(), place)

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        nonce = os.urandom(12)
        return self._head + nonce + self._ciphers[self.key_id].encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        try:
            return self.open_bytes(sealed, place).decode()
        except UnicodeDecodeError as error:
            raise _damaged(place) from error

    def open_kindly(self, sealed: bytes | None, place: str) -> str:
        """A name or words that something more important hangs on: empty where there are none, and where they do not open (which is logged)."""
        try:
            return self.open(sealed, place) if sealed else ""
        except Unsealable as error:
            log.error("left out: %s", error)
            return ""

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        cipher = self._ciphers.get(sealed[1:_HEAD])
        if cipher is None:
            raise Unsealable("sealed with another key")
        nonce, body = sealed[_HEAD : _HEAD + 12], sealed[_HEAD + 12 :]
        try:
            return cipher.decrypt(nonce, body, place.encode())
        except (InvalidTag, ValueError) as error:
            raise _damaged(place) from error


def key_id(key: bytes) -> bytes:
    """Four bytes that tell which key it is, and nothing about it."""
    return hashlib.sha256(b"sebaya key id" + key).digest()[:4]


def _damaged(place: str) -> Unsealable:
    return Unsealable(f"a value in {place.partition(':')[0]} is damaged or was moved there")


def read_key(text: str) -> bytes:
    """The key from its base64 text (standard or URL-safe)."""
    try:
        return base64.b64decode(text.strip().replace("-", "+").replace("_", "/"), validate=True)
    except ValueError as error:
        raise KeyProblem("The key is not base64 text. SEBAYA_KEY, or the file data/key, must hold 44 characters of base64.") from error


def load_key(environment: str | None, database: Path) -> bytes:
    """The key that seals (see ``load_keys``)."""
    return load_keys(environment, database)[0]


def load_keys(environment: str | None, database: Path, *, make: bool = True) -> list[bytes]:
    """The keys from the environment (commas between them), else from the file ``key`` beside the database (one a line): the first one seals,
    the others only open. Several are there only while a rotation goes on.

    A new one is made only where there is no database yet: one that another key wrote could never be read again. Without ``make``: never.
    """
    path = database.parent / "key"
    if environment:
        return [read_key(one) for one in environment.split(",")]
    try:
        return _kept_keys(path, database, make)
    except OSError as error:
        raise KeyProblem(f"The key file {path} cannot be read or written ({error.strerror}). Check the folder's owner and rights.") from error


def _kept_keys(path: Path, database: Path, make: bool) -> list[bytes]:
    if path.exists():
        return [read_key(line) for line in path.read_text(errors="replace").splitlines() if line.strip()] or [read_key("")]
    if database.exists():
        raise KeyProblem(f"There is a database but no key: neither SEBAYA_KEY nor {path}. Without its key it cannot be read. Nothing was changed.")
    if not make:
        raise KeyProblem(f"There is no key: neither SEBAYA_KEY nor {path}. Put the one there that was used before. Nothing was changed.")
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    key = os.urandom(32)
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.b64encode(key).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return [key]
