"""The whole of ``config.yaml``, and what no single setting shows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from bot.config.operation import Backups, Health, Limits, Logs, Privacy, Retention, Watch, Webhook
from bot.config.support import (
    CareOfVolunteers,
    Escalation,
    Group,
    Guidance,
    OtherLadder,
    PatternsOfMoods,
    PeerSupport,
    Prompts,
    Relay,
    StaffMember,
    Volunteers,
)
from bot.yamlfile import Strict, YamlFile
from conversations.schedule import ZONES
from conversations.staffing import parse_week


def _exists(zone: str) -> str:
    if zone not in ZONES:
        raise ValueError("no such time zone (names look like Asia/Jakarta)")
    return zone


Zone = Annotated[str, AfterValidator(_exists)]


class Config(Strict):
    organisation: Annotated[str, Field(min_length=1, max_length=60)] = "Sebaya"
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    languages: Annotated[list[str], Field(min_length=1)]
    zones: dict[str, Annotated[list[Zone], Field(min_length=1, max_length=12)]]
    coordinators: list[StaffMember]
    counselors: list[StaffMember]
    group: Group | None = None
    escalation: Escalation
    peer_support: PeerSupport = PeerSupport()
    relay: Relay = Relay()
    volunteers: Volunteers = Volunteers()
    guidance: Guidance = Guidance()
    care: CareOfVolunteers = CareOfVolunteers()
    prompts: Prompts = Prompts()
    patterns: PatternsOfMoods = PatternsOfMoods()
    limits: Limits = Limits()
    retention: Retention = Retention()
    privacy: Privacy = Privacy()
    backups: Backups = Backups()
    webhook: Webhook = Webhook()
    health: Health = Health()
    watch: Watch = Watch()
    logs: Logs = Logs()

    @model_validator(mode="after")
    def _group_speaks(self) -> Config:
        if self.group is not None and not self.group.language:
            self.group = self.group.model_copy(update={"language": self.languages[0]})
        return self

    @property
    def default_language(self) -> str:
        return self.languages[0]

    def staff_name(self, telegram_id: int) -> str:
        """What the person is told the counselor is called; empty for nobody of the staff."""
        return next((member.name for member in (*self.counselors, *self.coordinators) if member.id == telegram_id), "")


def read(path: Path, texts: list[str]) -> tuple[Config | None, list[str]]:
    """The config and all that is wrong with it. ``texts``: the languages there are texts for."""
    file = YamlFile(path)
    config = file.check(Config)
    whole = config or file.rest(Config, _instead(file.data, texts))
    if whole is not None:
        _check_sense(whole, file, texts)
    return (config if not file.problems else None), file.problems


def _instead(data: Any, texts: list[str]) -> dict[str, Any]:
    """What stands for the sections that must be there, so that the others can be looked at although one of these is wrong."""
    zones = data.get("zones") if isinstance(data, dict) else None
    languages = [one for one in texts if isinstance(zones, dict) and one in zones] or texts
    step = {"to": ["counselors"], "wait_seconds": 60}
    return {
        "languages": languages,
        "zones": {language: ["UTC"] for language in languages},
        "coordinators": [],
        "counselors": [],
        "escalation": {"ladder": [step], "repeat": step},
    }


def _check_sense(config: Config, file: YamlFile, texts: list[str]) -> None:
    """What no single setting shows: somebody must be there to answer an alert, and every language must have texts and zones."""
    _check_languages(config, file, texts)
    _check_staff(config, file)
    _check_ladders(config.escalation, file)
    _check_watch(config.watch, file)
    if config.webhook.url and config.health.port == config.webhook.port and config.health.host == config.webhook.host:
        file.complain(("health", "port"), "is the port of the webhook, too: take another one", ("webhook", "port"))
    for name in ("replace_minutes", "close_minutes"):
        if getattr(config.peer_support, name) <= config.peer_support.nudge_minutes:
            nudge = ("peer_support", "nudge_minutes")
            file.complain(("peer_support", name), f"{name} must be more than nudge_minutes: nobody is let go without a nudge", nudge)


def _check_languages(config: Config, file: YamlFile, texts: list[str]) -> None:
    for n, language in enumerate(config.languages):
        if language not in texts:
            file.complain(("languages", n), f"there are no texts for {language} (data/texts/{language}/)")
        if language not in config.zones:
            file.complain(("zones",), f"no time zones for the language {language}", ("languages",))
    if config.group is not None and config.group.language not in config.languages:
        file.complain(("group", "language"), f"{config.group.language} is not one of the languages above", ("languages",))
    for way in ("in_person", "phone"):
        said = getattr(config.guidance, way)
        for language in config.languages if said else []:
            if language not in said:
                file.complain(("guidance", way), f"is missing in {language}", ("languages",))


def _check_staff(config: Config, file: YamlFile) -> None:
    if not config.counselors:
        file.complain(("counselors",), "at least one counselor is needed: somebody must answer when a person calls for help")
    if not config.coordinators:
        file.complain(("coordinators",), "at least one coordinator is needed: they approve volunteers and are the last step of every alert")
    for where in ("counselors", "coordinators"):
        ids = [member.id for member in getattr(config, where)]
        for n, number in enumerate(ids):
            if number in ids[:n]:
                file.complain((where, n, "id"), f"{number} stands here twice")
    for n, member in enumerate(config.coordinators):
        if member.fields:
            file.complain(("coordinators", n, "fields"), "only counselors have fields")


def _check_watch(watch: Watch, file: YamlFile) -> None:
    """Who is to be told by mail must not find out that nothing was ever sent on the day it is needed."""
    if watch.smtp_host and not watch.mail_to:
        file.complain(("watch", "smtp_host"), "nobody is to get mail: fill in mail_to, or leave smtp_host empty", ("watch", "mail_to"))
    for name in ("mail_to", "mail_from", "smtp_user"):
        if getattr(watch, name) and not watch.smtp_host:
            file.complain(("watch", name), "no mail can be sent without smtp_host", ("watch", "smtp_host"))
    if watch.smtp_user and not os.environ.get("SEBAYA_SMTP_PASSWORD"):
        file.complain(("watch", "smtp_user"), "its password is missing: set SEBAYA_SMTP_PASSWORD in the environment or in .env")


def _check_ladders(escalation: Escalation, file: YamlFile) -> None:
    """Each of them must reach people in person and never end."""
    if parse_week(escalation.hours) is None:
        file.complain(("escalation", "hours"), 'hours look like "mon-fri 8-16, sat 9-12", or always')
    in_person = {"on_duty", "counselors", "coordinators"}
    places: list[tuple[tuple[str | int, ...], Escalation | OtherLadder]] = [(("escalation",), escalation)]
    places += [(("escalation", "other_ladders", n), other) for n, other in enumerate(escalation.other_ladders)]
    for place, one in places:
        if not any(in_person & set(step.to) for step in (*one.ladder, one.repeat)):
            file.complain(place, "no step reaches a counselor or coordinator in person")
        if not in_person & set(one.repeat.to):
            file.complain((*place, "repeat"), "must reach counselors or coordinators in person: it is what keeps an alert from going silent")
