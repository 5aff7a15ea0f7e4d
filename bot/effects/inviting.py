"""Invitations: made as links with a picture to scan, a page of them for a whole class, and used once each."""

from __future__ import annotations

import base64
import html
import io

import segno

from bot.effects import crew, handles
from bot.store import invites, meta, updates, wishes
from bot.store.invites import Invite
from bot.turn import Scene, Turn
from conversations.effects.invites import MakeInvites, UseInvite
from conversations.kit import go, say

GOOD_FOR = 14 * 86_400_000  # ms
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:sans-serif}}section{{display:grid;grid-template-columns:repeat(3,1fr);gap:8mm}}
div{{border:1px dashed #777;padding:4mm;text-align:center;break-inside:avoid;font-size:9pt;overflow-wrap:anywhere}}
svg{{width:40mm;height:40mm}}</style>
<h1>{title}</h1><p>{how}</p><section>{cards}</section></html>
"""


@handles(MakeInvites)
def make(effect: MakeInvites, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    by = turn.person(scene.owner)
    name = meta.noted(turn.unit, "username")
    if not turn.world.access.allowed(by, "board") or not name:
        turn.say(by, say("invite.not_now", go("board", "help")), None)
        return
    links = [f"https://t.me/{name}?start={_token(turn)}" for _ in range(effect.count)]
    for link in links:
        invites.add(turn.unit, effect.kind, effect.team, link.rpartition("=")[2], by.id, turn.unit.now + GOOD_FOR)
    updates.audit(turn.unit, by.id, "invite.made", effect.count, effect.kind)
    if effect.kind == "counselor":
        crew.tell_coordinators(turn, "crew.invited_by", effect.team, by.id, turn.staff_name(by))
    renderer = turn.world.renderer
    ways = renderer.inline(by.language, (go("invite", "board", "help", columns=3),), "", "")
    if len(links) == 1:
        params = renderer.text(by.language, f"invite.made.{effect.kind}", {"link": links[0], "team": effect.team})
        turn.send_file(by.telegram_id, "reply", "sebaya.png", _picture(links[0]), params, ways, photo=True)
        return
    title = renderer.texts.render(by.language, "invite.page_title", {"place": turn.world.config.organisation, "team": effect.team})
    cards = "".join(f"<div>{segno.make(link).svg_inline(scale=4)}<br>{html.escape(link)}</div>" for link in links)
    how = renderer.texts.render(by.language, "invite.page_how")
    page = PAGE.format(language=by.language, title=title, how=how, cards=cards)
    params = renderer.text(by.language, "invite.made_page", {"count": effect.count, "team": effect.team})
    turn.send_file(by.telegram_id, "reply", "sebaya.html", page.encode(), params, ways)


def _token(turn: Turn) -> str:
    """128 bits of chance, in what a deep link may hold (core.telegram.org/bots/features, deep linking: A-Z a-z 0-9 _ -, at most 64)."""
    return base64.urlsafe_b64encode(turn.world.chance.getrandbits(128).to_bytes(16, "big")).decode().rstrip("=")


def _picture(link: str) -> bytes:
    made = io.BytesIO()
    segno.make(link, error="m").save(made, kind="png", scale=10, border=4)
    return made.getvalue()


@handles(UseInvite)
def use(effect: UseInvite, turn: Turn, scene: Scene) -> None:
    assert scene.owner is not None
    person = turn.person(scene.owner)
    kind, by = invites.kind_for(turn.unit, effect.token)
    if kind == "counselor" and (by == person.id or turn.world.access.allowed(person, "guidance")):
        turn.say(person, say("crew.not_for_you", go("staff" if by == person.id else "alerts", "help")), None)  # it stays good for whom it is meant
        return
    invite = invites.use(turn.unit, effect.token, person.id)
    if invite is not None:
        updates.audit(turn.unit, person.id, "invite.used", invite.id, invite.kind)
        _welcome(turn, person.id, invite)
    elif not invites.own(turn.unit, effect.token, person.id):
        turn.say(person, say("invite.not_good", go("menu", "sos")), None)


def _welcome(turn: Turn, number: int, invite: Invite) -> None:
    person = turn.person(number)
    if invite.kind == "counselor":
        crew.welcome(turn, person, invite)
    elif invite.kind == "team":
        wishes.set_team(turn.unit, person.id, invite.team)
        turn.say(person, say("invite.welcome.team", go("menu"), team=invite.team), None)
    else:
        turn.say(person, say("invite.welcome.volunteer", go("volunteer", "menu")), None)
