"""The dead-man's switch: when the bot cannot reach Telegram, or a call for help climbed to the top and nobody answered, people are told another way.

By mail and by a webhook of the organisation's choice; without names, words or anything that leads to somebody.
"""

from __future__ import annotations

import asyncio
import logging
import os
import smtplib
from collections.abc import Callable
from email.message import EmailMessage

import aiohttp

from bot.config import Watch

log = logging.getLogger(__name__)
AGAIN = 3600.0  # s until somebody is told again of the same trouble


class Watcher:
    """``look(silent, oldest)`` every minute: seconds without Telegram, and seconds the oldest unanswered call has waited."""

    def __init__(self, config: Watch, organisation: str, clock: Callable[[], float]) -> None:
        self._config, self._organisation, self._clock = config, organisation, clock
        self._told: dict[str, float] = {}

    async def look(self, silent: float, oldest: float) -> list[str]:
        """Tells of what is wrong; returns what was told now."""
        wrong = {}
        if silent > self._config.silent_minutes * 60:
            wrong["telegram"] = f"The bot has not reached Telegram for {silent // 60:.0f} minutes."
        if oldest > self._config.alert_minutes * 60:
            wrong["alert"] = f"A call for help has waited for {oldest // 60:.0f} minutes and nobody has answered. Please look after it."
        self._told = {name: at for name, at in self._told.items() if name in wrong}
        fresh = [name for name in wrong if self._clock() - self._told.get(name, -AGAIN) >= AGAIN]
        for name in fresh:
            self._told[name] = self._clock()
            await self._tell(name, wrong[name])
        return fresh

    async def _tell(self, kind: str, text: str) -> None:
        log.error("dead-man's switch: %s", kind)
        if self._config.webhook:
            try:
                async with aiohttp.ClientSession() as session:
                    body = {"organisation": self._organisation, "kind": kind, "text": text}
                    await session.post(self._config.webhook, json=body, timeout=aiohttp.ClientTimeout(10))
            except (aiohttp.ClientError, TimeoutError) as error:
                log.error("the watch's webhook could not be called: %s", type(error).__name__)
        if self._config.mail_to and self._config.smtp_host:
            try:
                await asyncio.to_thread(self._mail, text)
            except (OSError, smtplib.SMTPException) as error:
                log.error("the watch's mail could not be sent: %s", type(error).__name__)

    def _mail(self, text: str) -> None:
        message = EmailMessage()
        message["Subject"] = f"{self._organisation}: please look after the bot"
        message["From"] = self._config.mail_from or self._config.mail_to[0]
        message["To"] = ", ".join(self._config.mail_to)
        message.set_content(text)
        with smtplib.SMTP(self._config.smtp_host, self._config.smtp_port, timeout=20) as server:
            if self._config.smtp_tls:
                server.starttls()
            if self._config.smtp_user:
                server.login(self._config.smtp_user, os.environ.get("SEBAYA_SMTP_PASSWORD", ""))
            server.send_message(message)
