"""The dead-man's switch: when the bot cannot reach Telegram, or a call for help climbed to the top and nobody answered, people are told another way.

So are they when the bot ends by itself. By mail and by a webhook of the organisation's choice; without names, words or anything
that leads to somebody.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import aiohttp

from bot.config import Watch
from bot.problems import Problem

log = logging.getLogger(__name__)
AGAIN = 3600.0  # s until somebody is told again of the same trouble
UNEXPECTED = "Nobody foresaw what ended it; the log says more. Please look whether it runs again."
GAP = 300.0  # s without a failed start: it had worked in between
TLS_FROM_THE_START = 465  # the port of mail servers that speak TLS at once


class Watcher:
    """``look(silent, oldest)`` every minute: seconds without Telegram, and seconds the oldest unanswered call has waited."""

    def __init__(self, config: Watch, organisation: str, clock: Callable[[], float]) -> None:
        self._config, self._organisation, self._clock = config, organisation, clock
        self._told: dict[str, float] = {}

    async def look(self, silent: float, oldest: float) -> list[str]:
        """Tells of what is wrong; returns what was told now."""
        wrong = {}
        if silent > self._config.silent_minutes * 60:
            wrong["telegram"] = f"The bot has not reached Telegram for {_minutes(silent)}."
        if oldest > self._config.alert_minutes * 60:
            wrong["alert"] = f"A call for help has waited for {_minutes(oldest)} and nobody has answered. Please look after it."
        self._told = {name: at for name, at in self._told.items() if name in wrong}
        fresh = [name for name in wrong if self._clock() - self._told.get(name, -AGAIN) >= AGAIN]
        for name in fresh:
            log.error("dead-man's switch: %s", name)
            if await tell(self._config, self._organisation, name, wrong[name]):
                self._told[name] = self._clock()
        return fresh


def _minutes(seconds: float) -> str:
    whole = int(seconds // 60)
    return "1 minute" if whole == 1 else f"{whole} minutes"


async def tell_of_end(config: Watch, organisation: str, error: Exception, mark: Path, now: float) -> None:
    """The program ends by itself, and may not be able to start again. Told at once; a Telegram that cannot be reached has ``silent_minutes``
    to come back. Once an hour, however often something starts it again: ``mark`` is the file that remembers, ``now`` in epoch seconds.
    The words of what is no Problem may be somebody's: they are not passed on."""
    why = str(error) if isinstance(error, Problem) else UNEXPECTED
    if "already running" in why:  # the other one is well
        return
    since, last, told = _noted(mark)
    since = since if now - last < GAP else now
    patience = config.silent_minutes * 60 if type(error) is Problem else 0
    if now - since >= patience and now - told >= AGAIN:
        text = f"The bot has stopped and can help nobody now. {why}"
        told = now if await tell(config, organisation, "stopped", text) else told
    _note(mark, since, now, told)


def _note(mark: Path, *times: float) -> None:
    with contextlib.suppress(OSError):  # the disk may be what is wrong
        mark.write_text(json.dumps(times))


def _noted(mark: Path) -> tuple[float, float, float]:
    """When it began to fail, failed last, and people were told last."""
    try:
        since, last, told = map(float, json.loads(mark.read_text()))
    except (OSError, ValueError, TypeError):
        return 0.0, -GAP, -AGAIN
    return since, last, told


async def tell(config: Watch, organisation: str, kind: str, text: str) -> bool:
    """By every way there is. False when none of them worked."""
    worked = []
    if config.webhook:
        worked.append(await _call(config.webhook, {"organisation": organisation, "kind": kind, "text": text}))
    if config.mail_to and config.smtp_host:
        try:
            await asyncio.to_thread(_mail, config, organisation, text)
            worked.append(True)
        except (OSError, smtplib.SMTPException) as error:
            log.error("the watch's mail could not be sent: %s", type(error).__name__)
            worked.append(False)
    return any(worked) or not worked


async def _call(address: str, body: dict[str, str]) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.post(address, json=body, timeout=aiohttp.ClientTimeout(10)) as reply:
            if reply.status < 400:
                return True
            log.error("the watch's webhook was refused: %s", reply.status)
    except (aiohttp.ClientError, TimeoutError) as error:
        log.error("the watch's webhook could not be called: %s", type(error).__name__)
    return False


def _mail(config: Watch, organisation: str, text: str) -> None:
    message = EmailMessage()
    message["Subject"] = f"{organisation}: please look after the bot"
    message["From"] = config.mail_from or config.mail_to[0]
    message["To"] = ", ".join(config.mail_to)
    message.set_content(text)
    with _server(config) as server:
        if config.smtp_user:
            server.login(config.smtp_user, os.environ.get("SEBAYA_SMTP_PASSWORD", ""))
        server.send_message(message)


def _server(config: Watch) -> smtplib.SMTP:
    """With TLS its certificate must be right: a password goes there."""
    if config.smtp_tls and config.smtp_port == TLS_FROM_THE_START:
        return smtplib.SMTP_SSL(config.smtp_host, config.smtp_port, timeout=20, context=ssl.create_default_context())
    server = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=20)
    if config.smtp_tls:
        server.starttls(context=ssl.create_default_context())
    return server
