"""What the conversations and the matching are told of the config."""

from __future__ import annotations

from datetime import timedelta

from bot.config.file import Config
from bot.config.support import Relay, Step
from conversations.checkins import Patterns
from conversations.guiding import FIELDS, Offered
from conversations.kit import Ladder, Place, Rung
from conversations.matching import Rules
from conversations.rights import Keeping
from conversations.serving import Care
from conversations.volunteering import Module, Training


def rules(config: Config) -> Rules:
    """What the community wants of every pairing."""
    set_to = config.peer_support
    return Rules(
        apart=set_to.never_within_team,
        shared_only=set_to.only_shared_experience,
        patience=set_to.experience_first_seconds * 1000,
        at_once=set_to.offers_at_once,
    )


def _keeping(config: Config) -> Keeping:
    kept, backups = config.retention, config.backups
    return Keeping(
        relayed_days=kept.relayed_days,
        signs_days=kept.signs_days,
        cases_days=kept.cases_days,
        audit_days=kept.audit_days,
        backups_days=backups.keep_days if backups.folder else 0,
        cooling_off=timedelta(hours=config.privacy.erase_after_hours),
    )


def place(config: Config, topics: tuple[str, ...], consent_version: str, modules: tuple[Module, ...] = (), fields: tuple[str, ...] = FIELDS) -> Place:
    """What the conversations need to know of the config; ``modules``: the training in ``data/training/``, ``fields``: those of the preset."""
    chats, prompts, seen = config.peer_support, config.prompts, config.patterns
    return Place(
        keeping=_keeping(config),
        name=config.organisation,
        languages=tuple(config.languages),
        topics=topics,
        zones={language: tuple(zones) for language, zones in config.zones.items()},
        consent_version=consent_version,
        queue_wait=timedelta(minutes=chats.queue_minutes),
        offer_wait=timedelta(seconds=chats.offer_seconds),
        nudge_after=timedelta(minutes=chats.nudge_minutes),
        replace_after=timedelta(minutes=chats.replace_minutes),
        close_after=timedelta(minutes=chats.close_minutes),
        ladder=_rungs(config.escalation.ladder, config),
        repeat=_rung(config.escalation.repeat, config),
        ladders=_other_ladders(config),
        take_over=timedelta(minutes=config.escalation.take_over_minutes),
        prompt_window=timedelta(hours=prompts.late_hours),
        prompt_spread=timedelta(minutes=prompts.spread_minutes),
        weekly_after=prompts.weekly_after,
        patterns=Patterns(seen.lowest_in_a_row, seen.fall_of, seen.unanswered_after_low, frozenset(seen.tell_counselor)),
        mask_contacts=config.relay.mask_contacts,
        media=_media(config.relay),
        training=Training(modules, config.volunteers.training == "required", config.volunteers.pass_mark, config.volunteers.retry_minutes),
        offered=Offered(fields, ("chat", *(way for way in ("in_person", "phone") if getattr(config.guidance, way))), config.guidance.minutes),
        care=Care(config.care.cooldown_minutes, config.care.chats_per_day, config.care.low_percent, config.care.break_days),
    )


def _media(relay: Relay) -> dict[str, dict[str, str]]:
    """By who is in the chat: kind → allow, ask, refuse."""
    rules = {"adults": relay.media.model_dump(), "minors": relay.media_minors.model_dump(), "counsel": relay.media_counsel.model_dump()}
    for who in ("adults", "minors"):  # in a group nobody can be asked first for all the others
        rules[f"circle_{who}"] = {kind: "refuse" if rule == "ask" else rule for kind, rule in rules[who].items()}
    return rules


def _other_ladders(config: Config) -> tuple[Ladder, ...]:
    return tuple(
        Ladder(_rungs(one.ladder, config), _rung(one.repeat, config), tuple(one.severities), _hours(one.hours))
        for one in config.escalation.other_ladders
    )


def _hours(hours: list[int] | None) -> tuple[int, int]:
    return (hours[0] % 24, hours[1] % 24) if hours else (0, 0)


def _rungs(ladder: list[Step], config: Config) -> tuple[Rung, ...]:
    return tuple(_rung(step, config) for step in ladder)


def _rung(step: Step, config: Config) -> Rung:
    """A step of the ladder; where there is no group, those named beside it are told in person, or else all counselors."""
    to = tuple(audience for audience in step.to if audience != "group" or config.group is not None)
    return Rung(to or ("counselors",), timedelta(seconds=step.wait_seconds))
