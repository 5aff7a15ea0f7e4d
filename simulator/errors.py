"""Errors as the Bot API server tells them, and the ones of the control API.

The texts are the official server's, because bots tell errors apart by them. Where the real server has none (it ignores unknown
parameters, we do not) the text starts with ``strict:``.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refused Bot API call: ``code`` is the HTTP status and ``error_code``; ``parameters`` as in ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object that the client gets."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ControlError(Exception):
    """A refused call of the control API: ``status`` and a reason for people."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Mistyped(Exception):
    """A value that does not fit python-telegram-bot's own signature; ``official`` is the real server's text where it has one."""

    def __init__(self, reason: str, official: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.official = official


def bad_request(text: str, **parameters: Any) -> ApiError:
    """400. ``text`` without the prefix, in the server's own capitals."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """403: the chat is closed to the bot."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """409: two ways of getting updates at once."""
    return ApiError(409, f"Conflict: {text}")


def too_many(seconds: int) -> ApiError:
    """429 with the pause, in whole seconds, in the text and in the parameters."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
