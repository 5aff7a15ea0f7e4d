"""``config.yaml``: who is counselor and coordinator, the ladder, languages and times. Strict: an unknown or wrong setting is an error."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.yamlfile import YamlFile
from conversations.checkins import Patterns
from conversations.guiding import FIELDS, Offered
from conversations.kit import Ladder, Place, Rung
from conversations.matching import Rules
from conversations.rights import Keeping
from conversations.schedule import ZONES
from conversations.serving import Care
from conversations.staffing import parse_week
from conversations.volunteering import Module, Training

Seconds = Annotated[int, Field(ge=1, le=7 * 86_400)]
Field_ = Literal["learning", "career", "emotional", "social", "work", "other"]
Hour = Annotated[int, Field(ge=0, le=24)]
Audience = Literal["group", "on_duty", "counselors", "coordinators"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class StaffMember(Strict):
    """Somebody of the staff by their Telegram id. ``fields``: what a counselor looks after (none: everything), see ``guidance``."""

    id: Annotated[int, Field(gt=0)]
    name: Annotated[str, Field(min_length=1, max_length=40)]
    fields: list[Field_] = []


class Group(Strict):
    """The counselor group: its Telegram id (negative) and the language of what is posted there (if not said, the first language)."""

    id: Annotated[int, Field(lt=0)]
    language: str = ""


class Step(Strict):
    to: Annotated[list[Audience], Field(min_length=1)]
    wait_seconds: Seconds


class OtherLadder(Strict):
    """Another ladder for some severities (none named: all) or some hours of the day (from, to)."""

    severities: list[Literal["concern", "high", "imminent"]] = []
    hours: Annotated[list[Hour], Field(min_length=2, max_length=2)] | None = None
    ladder: Annotated[list[Step], Field(min_length=1)]
    repeat: Step


class Escalation(Strict):
    hours: str = "always"
    ladder: Annotated[list[Step], Field(min_length=1)]
    repeat: Step
    other_ladders: list[OtherLadder] = []
    take_over_minutes: Annotated[int, Field(ge=1, le=1440)] = 15


class PeerSupport(Strict):
    offer_seconds: Seconds = 60
    queue_minutes: Annotated[int, Field(ge=1, le=1440)] = 5
    nudge_minutes: Annotated[int, Field(ge=1, le=1440)] = 5
    replace_minutes: Annotated[int, Field(ge=1, le=1440)] = 10
    close_minutes: Annotated[int, Field(ge=1, le=1440)] = 30
    offers_at_once: Annotated[int, Field(ge=1, le=5)] = 1
    experience_first_seconds: Annotated[int, Field(ge=0, le=3600)] = 120
    only_shared_experience: bool = False
    never_within_team: bool = False


Rule = Literal["allow", "ask", "refuse"]


class Media(Strict):
    """What of pictures and sound passes from one side of a chat to the other."""

    photo: Rule = "allow"
    voice: Rule = "allow"
    video_note: Rule = "ask"
    sticker: Rule = "allow"
    animation: Rule = "allow"
    audio: Rule = "refuse"
    video: Rule = "ask"


class Relay(Strict):
    protect: bool = True
    mask_contacts: bool = True
    media: Media = Media()
    media_minors: Media = Media(photo="refuse", video_note="refuse", animation="refuse", audio="refuse", video="refuse")
    media_counsel: Media = Media(video_note="allow", audio="allow", video="allow")


class Volunteers(Strict):
    """How volunteers are trained before a coordinator decides."""

    training: Literal["required", "offered"] = "offered"
    pass_mark: Annotated[int, Field(ge=1, le=100)] = 80
    retry_minutes: Annotated[int, Field(ge=0, le=43_200)] = 60


class Guidance(Strict):
    """Guidance counseling. ``in_person`` and ``phone``: where, in each language; a way that is left out is not offered."""

    preset: Literal["school", "community", "workplace"] = "school"
    in_person: dict[str, Annotated[str, Field(min_length=1, max_length=200)]] = {}
    phone: dict[str, Annotated[str, Field(min_length=1, max_length=200)]] = {}
    minutes: Literal[15, 30, 45, 60, 75, 90, 105, 120] = 45
    days_ahead: Annotated[int, Field(ge=1, le=60)] = 14
    notice_hours: Annotated[int, Field(ge=0, le=72)] = 2


class CareOfVolunteers(Strict):
    """What the place does so that volunteers stay well."""

    cooldown_minutes: Annotated[int, Field(ge=0, le=1440)] = 60
    long_minutes: Annotated[int, Field(ge=10, le=1440)] = 90
    chats_per_day: Annotated[int, Field(ge=1, le=50)] = 5
    check_days: Annotated[int, Field(ge=7, le=365)] = 30
    low_percent: Annotated[int, Field(ge=0, le=100)] = 40
    break_days: Annotated[int, Field(ge=1, le=90)] = 7


class Prompts(Strict):
    late_hours: Annotated[int, Field(ge=0, le=20)] = 3
    spread_minutes: Annotated[int, Field(ge=0, le=55)] = 0
    weekly_after: Annotated[int, Field(ge=2, le=60)] = 7


class PatternsOfMoods(Strict):
    """When help is offered without being asked for, 0: never; and of what a counselor is told."""

    lowest_in_a_row: Annotated[int, Field(ge=0, le=14)] = 3
    fall_of: Annotated[int, Field(ge=0, le=4)] = 3
    unanswered_after_low: Annotated[int, Field(ge=0, le=14)] = 3
    tell_counselor: list[Literal["lowest", "fall", "silence"]] = ["lowest", "fall", "silence"]


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
    mail_to: list[str] = []
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65_535)] = 587
    smtp_tls: bool = True
    smtp_user: str = ""


class Logs(Strict):
    level: Literal["debug", "info", "warning", "error"] = "info"
    style: Literal["pretty", "json"] = "pretty"


class Config(Strict):
    organisation: Annotated[str, Field(min_length=1, max_length=60)] = "Sebaya"
    languages: Annotated[list[str], Field(min_length=1)]
    zones: dict[str, Annotated[list[str], Field(min_length=1, max_length=12)]]
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

    @field_validator("zones")
    @classmethod
    def _zones_exist(cls, zones: dict[str, list[str]]) -> dict[str, list[str]]:
        unknown = [zone for names in zones.values() for zone in names if zone not in ZONES]
        if unknown:
            raise ValueError(f"no such time zone: {', '.join(unknown)} (names look like Asia/Jakarta)")
        return zones

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
    if config is not None:
        _check_sense(config, file, texts)
    return (config if not file.problems else None), file.problems


def _check_sense(config: Config, file: YamlFile, texts: list[str]) -> None:
    """What no single setting shows: somebody must be there to answer an alert, and every language must have texts and zones."""
    for n, language in enumerate(config.languages):
        if language not in texts:
            file.complain(("languages", n), f"there are no texts for {language} (data/texts/{language}/)")
        if language not in config.zones:
            file.complain(("zones",), f"no time zones for the language {language}")
    if config.group is not None and config.group.language not in config.languages:
        file.complain(("group", "language"), f"{config.group.language} is not one of the languages above")
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
    for way in ("in_person", "phone"):
        said = getattr(config.guidance, way)
        for language in config.languages if said else []:
            if language not in said:
                file.complain(("guidance", way), f"is missing in {language}")
    for name in ("replace_minutes", "close_minutes"):
        if getattr(config.peer_support, name) <= config.peer_support.nudge_minutes:
            file.complain(("peer_support", name), f"{name} must be more than nudge_minutes: nobody is let go without a nudge")
    _check_ladders(config.escalation, file)


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


def rules(config: Config) -> Rules:
    """What the community wants of every pairing."""
    set_to = config.peer_support
    return Rules(
        apart=set_to.never_within_team,
        shared_only=set_to.only_shared_experience,
        patience=set_to.experience_first_seconds * 1000,
        at_once=set_to.offers_at_once,
    )


def place(config: Config, topics: tuple[str, ...], consent_version: str, modules: tuple[Module, ...] = (), fields: tuple[str, ...] = FIELDS) -> Place:
    """What the conversations need to know of the config; ``modules``: the training in ``data/training/``, ``fields``: those of the preset."""
    escalation = config.escalation
    kept = config.retention
    return Place(
        keeping=Keeping(kept.relayed_days, kept.cases_days, config.backups.keep_days, timedelta(hours=config.privacy.erase_after_hours)),
        name=config.organisation,
        languages=tuple(config.languages),
        topics=topics,
        zones={language: tuple(zones) for language, zones in config.zones.items()},
        consent_version=consent_version,
        queue_wait=timedelta(minutes=config.peer_support.queue_minutes),
        offer_wait=timedelta(seconds=config.peer_support.offer_seconds),
        nudge_after=timedelta(minutes=config.peer_support.nudge_minutes),
        replace_after=timedelta(minutes=config.peer_support.replace_minutes),
        close_after=timedelta(minutes=config.peer_support.close_minutes),
        ladder=tuple(_rung(step, config) for step in escalation.ladder),
        repeat=_rung(escalation.repeat, config),
        ladders=tuple(
            Ladder(tuple(_rung(s, config) for s in one.ladder), _rung(one.repeat, config), tuple(one.severities), _hours(one.hours))
            for one in escalation.other_ladders
        ),
        take_over=timedelta(minutes=escalation.take_over_minutes),
        prompt_window=timedelta(hours=config.prompts.late_hours),
        prompt_spread=timedelta(minutes=config.prompts.spread_minutes),
        weekly_after=config.prompts.weekly_after,
        patterns=Patterns(
            config.patterns.lowest_in_a_row,
            config.patterns.fall_of,
            config.patterns.unanswered_after_low,
            frozenset(config.patterns.tell_counselor),
        ),
        mask_contacts=config.relay.mask_contacts,
        media={
            "adults": config.relay.media.model_dump(),
            "minors": config.relay.media_minors.model_dump(),
            "counsel": config.relay.media_counsel.model_dump(),
            # in a group nobody can be asked first for all the others
            "circle_adults": {kind: "refuse" if rule == "ask" else rule for kind, rule in config.relay.media.model_dump().items()},
            "circle_minors": {kind: "refuse" if rule == "ask" else rule for kind, rule in config.relay.media_minors.model_dump().items()},
        },
        training=Training(modules, config.volunteers.training == "required", config.volunteers.pass_mark, config.volunteers.retry_minutes),
        offered=Offered(fields, ("chat", *(way for way in ("in_person", "phone") if getattr(config.guidance, way))), config.guidance.minutes),
        care=Care(config.care.cooldown_minutes, config.care.chats_per_day, config.care.low_percent, config.care.break_days),
    )


def _hours(hours: list[int] | None) -> tuple[int, int]:
    return (hours[0] % 24, hours[1] % 24) if hours else (0, 0)


def _rung(step: Step, config: Config) -> Rung:
    """A step of the ladder; where there is no group, those named beside it are told in person, or else all counselors."""
    to = tuple(audience for audience in step.to if audience != "group" or config.group is not None)
    return Rung(to or ("counselors",), timedelta(seconds=step.wait_seconds))
