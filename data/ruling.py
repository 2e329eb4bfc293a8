"""What a rule is given and what it may answer: who asks, facts, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from data.events import Fact
from data.state import ConferenceState


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

    def facing(self, state: ConferenceState, looked_at: str) -> Context:
        """This context before `state`: that `looked_at` is gone says nothing about another holder."""
        holder = state.control.console if state.control else ""
        return self if holder == looked_at else msgspec.structs.replace(self, holder_alive=True)


Decision = tuple[Fact, ...] | Refusal
