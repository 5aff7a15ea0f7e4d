"""``docs/roles.md``: who may do what, drawn from what the program does. After a change: ``python -m tests.bot.roles``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.access import PERMISSIONS
from conversations import menu
from conversations.flows import FLOWS
from conversations.kit import Command, Effect, End, Facts, Flow, Say, StartFlow, trait
from tests.conversations.situations import CARDS, COMMANDS, SITUATIONS, roles
from tests.conversations.texts import ROOT
from tests.conversations.walk import play

PAGE = ROOT / "docs" / "roles.md"
NO = {  # answers that say: this is not for you
    "menu.not_understood",
    "tap.not_allowed",
    "oncall.not_staff",
    "duty.not_volunteer",
    "directory.not_yours",
    "volunteers.not_yours",
    "hours.not_counselor",
}
PERSON = SITUATIONS["a person"]
WHO: dict[str, Facts] = {
    "new": SITUATIONS["new"],
    "person": PERSON,
    "suspended volunteer": replace(PERSON, volunteer="suspended"),
    "volunteer": replace(PERSON, volunteer="approved", roles=roles("volunteer")),
    "counselor": replace(PERSON, roles=roles("counselor")),
    "coordinator": replace(PERSON, roles=roles("coordinator")),
    "removed staff": PERSON,
}
HEAD = """\
# Who may do what

Drawn from the program and tested (`tests/bot/test_roles.py`); do not edit: after a change run `python -m tests.bot.roles`. Roles are asked when
an action runs, never when its button was drawn: whoever loses a role loses it for the buttons they still see. *Removed staff* is somebody who
was taken out of `config.yaml`, or whose invitation to be a counselor was undone in `/staff`.

## Commands

✓ does something, – is answered with what the person can do instead.
"""


def page() -> str:
    return "\n".join([HEAD, *_commands(), "", *_buttons(), "", *_permissions(), ""])


def _commands() -> Iterator[str]:
    yield "| | " + " | ".join(WHO) + " |"
    yield "|---|" + "---|" * len(WHO)
    for name in COMMANDS:
        if name != "nonsense" and "x" * 5 not in name:
            yield f"| `/{name}` | " + " | ".join("✓" if does(name, facts) else "–" for facts in WHO.values()) + " |"


def does(name: str, facts: Facts) -> bool:
    """Whether a command does something for somebody: not if all it leads to is a no."""
    found, _ = play(Command(name), facts, None, None)
    if set(_said(found, facts)) & NO:
        return False
    return name in {"start", "join"} or found != menu.step(Command(name), facts).effects


def _said(found: Iterable[Effect], facts: Facts) -> Iterator[str]:
    for effect in found:
        if isinstance(effect, Say):
            yield effect.key
        if isinstance(effect, StartFlow):
            begun = FLOWS[effect.flow].start(facts, **effect.args)
            if isinstance(begun, End):
                yield from _said(begun.effects, facts)


def shared() -> dict[str, Flow]:
    """Flows whose buttons belong to no one person: a role decides who may tap them."""
    return {name: flow for name, flow in sorted(FLOWS.items()) if trait(flow, "SHARED")}


def _buttons() -> Iterator[str]:
    yield "## Buttons that everybody with a role shares"
    yield ""
    yield "They work in private and in the counselors' group, for these roles; every other button belongs to the one it was shown to."
    yield ""
    yield "| card | buttons | roles |"
    yield "|---|---|---|"
    for name, flow in shared().items():
        yield f"| {name} | {', '.join(value for _, value in CARDS[name])} | {', '.join(sorted(PERMISSIONS[trait(flow, 'ACCESS')]))} |"


def _permissions() -> Iterator[str]:
    yield "## Permissions"
    yield ""
    yield "| permission | roles |"
    yield "|---|---|"
    for name, may in sorted(PERMISSIONS.items()):
        yield f"| {name} | {', '.join(sorted(may))} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
