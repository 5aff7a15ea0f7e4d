"""How the program is run: limits, what is kept how long, backups, webhook, health, the dead-man's switch, logs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.yamlfile import Strict

MAIL = r"^[^@\s,;<>]+@[^@\s,;<>]+$"  # one address, nothing beside it


class Limits(Strict):
    """Telegram's limits (core.telegram.org/bots/faq, "My bot is hitting limits"). ``enabled: false`` is for measuring only."""

    enabled: bool = True
    per_second: Annotated[float, Field(gt=0, le=1000)] = 30
    chat_per_second: Annotated[float, Field(gt=0, le=1000)] = 1
    chat_burst: Annotated[int, Field(ge=1, le=1000)] = 3
    group_per_minute: Annotated[int, Field(ge=1, le=1000)] = 20


class Retention(Strict):
    """How long what is kept; what is not named here stays until its person erases it (docs/data.md says which is which)."""

    relayed_days: Annotated[int, Field(ge=1, le=3650)] = 30
    signs_days: Annotated[int, Field(ge=7, le=3650)] = 30
    cases_days: Annotated[int, Field(ge=1, le=3650)] = 730
    messages_hours: Annotated[int, Field(ge=24, le=8760)] = 72
    updates_hours: Annotated[int, Field(ge=48, le=8760)] = 72
    parked_hours: Annotated[int, Field(ge=1, le=8760)] = 48
    audit_days: Annotated[int, Field(ge=30, le=36_500)] = 1825


class Privacy(Strict):
    erase_after_hours: Annotated[int, Field(ge=0, le=720)] = 0
    export_counselor_notes: bool = False


class Backups(Strict):
    """Daily copies; an empty folder: none."""

    folder: str = "backups"
    hour: Annotated[int, Field(ge=0, le=23)] = 2
    keep_days: Annotated[int, Field(ge=1, le=365)] = 14


class Webhook(Strict):
    """Updates brought by Telegram instead of fetched; an empty url: polling. Without TLS only from a Bot API server on this machine."""

    url: Annotated[str, Field(pattern=r"^(https://\S+/telegram|http://(127\.0\.0\.1|localhost)(:\d+)?/telegram)?$")] = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8443


class Health(Strict):
    """``/healthz``, ``/readyz``, ``/metrics``; port 0: not at all."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 9464


class Watch(Strict):
    """The dead-man's switch: whom to tell when the bot itself cannot. The password of the mail server: SEBAYA_SMTP_PASSWORD."""

    silent_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    alert_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    webhook: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    mail_to: list[Annotated[str, Field(pattern=MAIL)]] = Field(default=[])
    mail_from: Annotated[str, Field(pattern=rf"{MAIL}|^$")] = ""
    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65_535)] = 587
    smtp_tls: bool = True
    smtp_user: str = ""


class Logs(Strict):
    level: Literal["debug", "info", "warning", "error"] = "info"
    style: Literal["pretty", "json"] = "pretty"
