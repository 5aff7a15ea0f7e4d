"""Reports: filed, put before the coordinators, looked into, decided."""

from __future__ import annotations

from typing import Any

from bot.effects import handles
from bot.effects.alerts import clock, staff
from bot.effects.serving import stop_service
from bot.staff import counselors
from bot.store import alerts, bonds, conversations, links, reports, updates
from bot.store.reports import Report
from bot.turn import Scene, Turn
from conversations.effects import CloseReport, FileReport, ShowMessages, ShowReport, SuspendReported, TurnReport
from conversations.kit import Menu, Ref, go, menu, say
from conversations.report import OUTCOMES

WORDS_SHOWN, LINE_SHOWN = 1000, 200


@handles(FileReport)
def file(effect: FileReport, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    link = links.get(turn.unit, effect.link)
    reported = link.other(scene.owner)
    if link.kind == "peer":
        bonds.block(turn.unit, scene.owner, reported)  # whoever of them was right, these two are not paired again
    number = reports.add(turn.unit, effect.link, scene.owner, reported, effect.kind, effect.words, show=effect.show)
    updates.audit(turn.unit, scene.owner, "report.filed", number, effect.kind)
    turn.start("report", None, number, reported=reported, counselors=not _decides(turn, reported))


def _decides(turn: Turn, reported: int) -> bool:
    """Whether there is a coordinator who is not the one reported; without any other staff it stays with the coordinators all the same."""
    about, config = turn.person(reported).telegram_id, turn.world.config
    return any(member.id != about for member in config.coordinators) or all(member.id == about for member in counselors(turn))


@handles(ShowReport)
def show_report(effect: ShowReport, turn: Turn, scene: Scene) -> None:
    assert scene.conversation is not None
    report, conversation, renderer = reports.get(turn.unit, scene.subject), scene.conversation, turn.world.renderer
    about = turn.person(effect.about).telegram_id
    for reader in staff(turn, effect.to):
        if reader.chat == about:
            continue  # who reported what is not theirs to read
        if reader.chat < 0:  # the group, wherever it is by now
            turn.send(reader.chat, "reply", renderer.text(reader.language, "report.group", {"since": clock(turn, report.opened_at)}))
            continue
        params = renderer.text(reader.language, "report.card", _about(turn, report, again=effect.again))
        markup = renderer.inline(reader.language, _ways(turn, report), conversation.flow, conversation.token)
        turn.send(reader.chat, "reply", params, markup, conversation=conversation.id, hook=f"card:{conversation.id}:{reader.language}:open")


def _about(turn: Turn, report: Report, *, again: bool = False) -> dict[str, Any]:
    """What the card says. A volunteer is named as coordinators know them; a person only by the pseudonym of this chat."""
    link = links.get(turn.unit, report.link)
    about_volunteer = report.reported == link.helper
    return {
        "again": Ref("report.again" if again else "common.nothing"),
        "kind": Ref(f"button.report.{report.kind}"),
        "who": Ref("report.who.volunteer", {"name": turn.person(link.helper).name, "alias": link.helper_alias})
        if about_volunteer
        else Ref("report.who.person", {"alias": link.person_alias}),
        "words": Ref("alert.words", {"words": report.words[:WORDS_SHOWN]}) if report.words else Ref("alert.no_words"),
        "since": clock(turn, report.opened_at),
        "consent": Ref("report.may_show" if report.show else "report.may_not_show"),
    }


def _ways(turn: Turn, report: Report) -> tuple[Menu, ...]:
    serves = turn.person(report.reported).volunteer == "approved"
    return (menu("report", *(("show",) if report.show else ()), *OUTCOMES, *(("suspend",) if serves else ())),)


@handles(TurnReport)
def turn_report(effect: TurnReport, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    report = reports.get(turn.unit, scene.subject)
    ways = (menu("report", "suspend_yes", "back"),) if effect.sure else _ways(turn, report)
    turn.change(turn.person(scene.actor).language, "report.card", _about(turn, report), ways, scene.conversation)


@handles(ShowMessages)
def show_messages(effect: ShowMessages, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None
    report, reader = reports.get(turn.unit, scene.subject), turn.person(scene.actor)
    if not report.show:
        turn.toast(reader.language, "report.may_not_show", alert=True)
        return
    updates.audit(turn.unit, reader.id, "report.looked", report.id)
    texts = turn.world.renderer.texts
    lines = [
        texts.render(reader.language, "report.line", {"who": Ref(f"report.side.{_side(report, sender)}"), "words": _line(kind, words)}, plain=True)
        for sender, kind, words in reports.messages(turn.unit, report)
    ]
    shown = "\n".join(lines)
    turn.say(reader, say("report.messages", lines=shown) if shown else say("report.no_messages"), None)


def _side(report: Report, sender: int) -> str:
    return "reporter" if sender == report.reporter else "reported"


def _line(kind: str, words: str) -> str:
    return (words if kind == "text" else f"[{kind}] {words}")[:LINE_SHOWN]


@handles(SuspendReported)
def suspend(effect: SuspendReported, turn: Turn, scene: Scene) -> None:
    """Nobody is left with them. They are told that it happened, not who reported what."""
    assert scene.actor is not None
    reported = reports.get(turn.unit, scene.subject).reported
    reason = turn.world.renderer.texts.render(turn.person(reported).language, "report.reason", plain=True)
    stop_service(turn, reported, turn.person(scene.actor).id, reason)


@handles(CloseReport)
def close(effect: CloseReport, turn: Turn, scene: Scene) -> None:
    assert scene.actor is not None and scene.conversation is not None
    reports.close(turn.unit, scene.subject, effect.outcome, scene.actor)
    updates.audit(turn.unit, scene.actor, "report.closed", scene.subject, effect.outcome)
    report = reports.get(turn.unit, scene.subject)
    by = turn.staff_name(turn.person(scene.actor))
    for card in alerts.cards(turn.unit, scene.conversation.id):
        args = {"who": _about(turn, report)["who"], "outcome": Ref(f"report.outcome.{effect.outcome}"), "by": by}
        text = turn.world.renderer.text(card.language, "report.done", args)
        turn.call(card.chat, "reply", "editMessageText", {"chat_id": card.chat, "message_id": card.message, **text})


def let_go(turn: Turn, person: int) -> None:
    """Somebody erases everything, and with it reports by them or about them: the cards say so, and whoever waits for an outcome is told."""
    for report in reports.open_of(turn.unit, person):
        gone = "reporter" if report.reporter == person else "reported"
        card = conversations.find(turn.unit, "report", None, report.id)
        who = turn.person(report.reported).name if gone == "reporter" else ""
        for shown in alerts.cards(turn.unit, card.id) if card is not None else ():
            text = turn.world.renderer.text(shown.language, f"report.gone.{gone}", {"who": who or Ref("alert.somebody")})
            turn.call(shown.chat, "reply", "editMessageText", {"chat_id": shown.chat, "message_id": shown.message, **text})
        if gone == "reported":
            turn.say(turn.person(report.reporter), say("report.told.gone", go("peer", "counselor", "menu")), None)
