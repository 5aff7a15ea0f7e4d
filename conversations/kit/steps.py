"""What a step answers: where the conversation goes on, and the effects the shell carries out in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the shell shall do in the transaction of this step. One handler per subclass lives in ``bot/effects``."""

    ANSWERS: ClassVar[bool] = False  # its handler says something to the owner, with a way on


@dataclass(frozen=True, slots=True)
class StartFlow(Effect):
    """Begin another conversation for the same person; ``args`` go to its ``start``."""

    flow: str
    args: Mapping[str, Any] = field(default_factory=dict)


class _Answer:
    __slots__ = ("effects",)

    def __init__(self, *effects: Effect) -> None:
        self.effects: tuple[Effect, ...] = effects

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.effects!r}"


class Next(_Answer):
    """Go on in a new state. ``expires``: after this long without another step the conversation gets a Timeout (None: never)."""

    __slots__ = ("expires", "state")

    def __init__(self, state: Any, *effects: Effect, expires: timedelta | None = None) -> None:
        super().__init__(*effects)
        self.state = state
        self.expires = expires


class Keep(_Answer):
    """Stay in the state, its buttons and its running time untouched."""

    __slots__ = ()


class End(_Answer):
    """The conversation is over; what lies under it, if anything, is resumed."""

    __slots__ = ()


Step = Next | Keep | End
