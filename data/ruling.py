"""What a rule is given and what it may answer: who asks, facts, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import msgspec

from data.clock import Moment
from data.events import Fact
from data.state import ConferenceState, Control


class Refusal(msgspec.Struct, frozen=True):
    """Why not. `console.text.sentences` makes the sentence."""

    code: str
    params: Mapping[str, str | int] = {}


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, and what only the outside can know.

    `interactive` marks a console that stays (it takes a vacant control token by acting).
    `role` is that of the console: a viewer's asks for nothing that is written.
    `holder_alive` is False when the console holding control is provably gone.
    """

    console: str
    actor: str
    interactive: bool = False
    holder_alive: bool = True
    role: str = "operator"
    min_take_ms: int = 1000

    def living_holder(self, state: ConferenceState) -> Control | None:
        """Who else is in control, as far as we know alive; None when control is ours or nobody's."""
        control = state.control
        return control if control and control.console != self.console and self.holder_alive else None

    def facing(self, state: ConferenceState, looked_at: str) -> Context:
        """This context before `state`: that `looked_at` is gone says nothing about another holder."""
        holder = state.control.console if state.control else ""
        return self if holder == looked_at else msgspec.structs.replace(self, holder_alive=True)


Decision: TypeAlias = tuple[Fact, ...] | Refusal

Rule: TypeAlias = Callable[[ConferenceState, Any, Context, Moment], Decision]
"""What may happen: (state, a command of the rule's own kind, who asks, now) -> facts, or a refusal. Pure."""


def control_elsewhere(holder: Control) -> Refusal:
    """Only `holder` may do that."""
    return Refusal("control.elsewhere", {"console": holder.console, "actor": holder.actor})
