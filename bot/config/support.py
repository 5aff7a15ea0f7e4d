"""How people are helped: who the staff are, the ladder of an alert, chats, media, training, guidance, the daily question."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bot.yamlfile import Strict

Seconds = Annotated[int, Field(ge=1, le=7 * 86_400)]
Field_ = Literal["learning", "career", "emotional", "social", "work", "other"]
Hour = Annotated[int, Field(ge=0, le=24)]
Audience = Literal["group", "on_duty", "counselors", "coordinators"]


class StaffMember(Strict):
    """Somebody of the staff by their Telegram id. ``fields``: what a counselor looks after (none: everything), see ``guidance``."""

    id: Annotated[int, Field(gt=0)]
    name: Annotated[str, Field(min_length=1, max_length=40)]
    fields: list[Field_] = Field(default=[])


class Group(Strict):
    """The counselor group: its Telegram id (negative) and the language of what is posted there (if not said, the first language)."""

    id: Annotated[int, Field(lt=0)]
    language: str = ""


class Step(Strict):
    to: Annotated[list[Audience], Field(min_length=1)]
    wait_seconds: Seconds


class OtherLadder(Strict):
    """Another ladder for some severities (none named: all) or some hours of the day (from, to)."""

    severities: list[Literal["concern", "high", "imminent"]] = Field(default=[])
    hours: Annotated[list[Hour], Field(min_length=2, max_length=2)] | None = None
    ladder: Annotated[list[Step], Field(min_length=1)]
    repeat: Step


class Escalation(Strict):
    hours: str = "always"
    ladder: Annotated[list[Step], Field(min_length=1)]
    repeat: Step
    other_ladders: list[OtherLadder] = Field(default=[])
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
    in_person: dict[str, Annotated[str, Field(min_length=1, max_length=200)]] = Field(default={})
    phone: dict[str, Annotated[str, Field(min_length=1, max_length=200)]] = Field(default={})
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
    tell_counselor: list[Literal["lowest", "fall", "silence"]] = Field(default=["lowest", "fall", "silence"])
