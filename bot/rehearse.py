"""``python -m bot play``: any conversation in the terminal, as a person would see it. Nothing is stored and nobody is called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.content import Content
from bot.problems import ConfigProblem
from conversations.flows import FLOWS
from conversations.kit import Button, Change, Choice, Effect, End, Event, Facts, Flow, Menu, Next, Say, StartFlow, Step, Text, Timeout, Toast

Out = Callable[[str], None]
In = Callable[[], str]


class Rehearsal:
    """``run`` plays until the conversation ends. Numbers are buttons, ``.`` lets the time pass, an empty line leaves, all else is words."""

    def __init__(self, content: Content, language: str, out: Out, ask: In) -> None:
        if language not in content.config.languages:
            raise ConfigProblem(f"There is no language {language}. There are: {', '.join(content.config.languages)}.")
        self._texts, self._language, self._out, self._ask = content.texts, language, out, ask
        names = tuple(self._texts.names[language]["nicknames"][:3])
        known: dict[str, Any] = {"place": content.place(), "language": language, "name": names[0], "nicknames": names, "consented": True, "hour": 19}
        self._facts = Facts(**known, roles=frozenset({"person"}), age_band="adult", actor=1, actor_name=names[1], now=datetime.now(UTC))
        self._shown: list[tuple[str, Button]] = []

    def run(self, name: str) -> None:
        """Raises ConfigProblem for a flow that does not exist."""
        if name not in FLOWS:
            raise ConfigProblem(f"There is no conversation {name}. There are: {', '.join(sorted(FLOWS))}.")
        flow = FLOWS[name]
        state = self._after(flow, None, flow.start(self._facts))
        while state is not None:
            event = self._event()
            if event is None:
                return
            state = self._after(flow, state, flow.step(state, event, self._facts))
        self._out("— the conversation is over —")

    def _after(self, flow: Flow, state: Any, step: Step) -> Any:
        for effect in step.effects:
            self._show(effect)
        if isinstance(step, Next):
            return step.state
        return None if isinstance(step, End) else state

    def _show(self, effect: Effect) -> None:
        match effect:
            case Say(key, args, menus) | Change(key, args, menus):
                self._out("\n" + self._texts.render(self._language, key, args, plain=True))
                self._buttons(menus)
            case Toast(key, args):
                self._out(f"({self._texts.render(self._language, key, args, plain=True)})")
            case StartFlow(flow):
                self._out(f"→ begins {flow}")
            case _:
                self._out(f"· {effect}")

    def _buttons(self, menus: tuple[Menu, ...]) -> None:
        if not menus:
            return
        self._shown = [(menu.name, button) for menu in menus for button in menu.buttons]
        for number, (menu, button) in enumerate(self._shown, 1):
            label = self._texts.render(self._language, button.key or f"button.{menu}.{button.value}", button.args, plain=True)
            self._out(f"  [{number}] {label}")

    def _event(self) -> Event | None:
        said = self._ask().strip()
        if not said:
            return None
        if said == ".":
            return Timeout()
        if said.isdecimal() and 0 < int(said) <= len(self._shown):
            menu, button = self._shown[int(said) - 1]
            return Choice(menu, button.value)
        return Text(said)
