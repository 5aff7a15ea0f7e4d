"""Links written in markup: web addresses become ``text_link``, ``tg://user?id=`` becomes ``text_mention``, nonsense is dropped."""

from __future__ import annotations

import re
from typing import Any

_USER = re.compile(r"tg:(?://)?user\?id=(\d+)", re.I)
_EMOJI = re.compile(r"tg:(?://)?emoji\?id=(\d+)", re.I)
_WEB = re.compile(r"(?:(https?|tg|ton|tonsite|ftp)://)?([^\s/?#@:]+)(:\d+)?([/?#]\S*)?", re.I)


def link_entity(url: str) -> dict[str, Any] | None:
    """The entity of a link (type and its own fields), or None if the address is none."""
    user = _USER.fullmatch(url.strip())
    if user:
        return {"type": "text_mention", "user": {"id": int(user[1])}}
    address = checked(url.strip())
    return {"type": "text_link", "url": address} if address else None


def checked(url: str) -> str:
    """The address as the server shows it (``example.org`` → ``http://example.org/``); empty if it is none."""
    match = _WEB.fullmatch(url)
    if match is None:
        return ""
    scheme, host, port, rest = match.groups()
    scheme = (scheme or "http").lower()
    if scheme in ("http", "https", "ftp") and "." not in host and host != "localhost":
        return ""
    return f"{scheme}://{host.lower() if scheme.startswith('http') else host}{port or ''}{rest or ('/' if scheme.startswith('http') else '')}"


def emoji_id(url: str) -> str | None:
    """The id of a ``tg://emoji?id=`` link."""
    match = _EMOJI.fullmatch(url.strip())
    return match[1] if match else None
