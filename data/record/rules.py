"""What may be said about rows that stand: pure."""

from __future__ import annotations

from typing import Any

from data import events as ev
from data.clock import Moment
from data.events import Fact
from data.record.commands import Correct
from data.ruling import Context, Decision, Refusal, Rule
from data.state import ConferenceState

REFUSALS: dict[str, tuple[str, ...]] = {"correct.no_row": ("row", "last"), "correct.empty": ()}


def correct(state: ConferenceState, command: Correct, context: Context, now: Moment) -> Decision:
    """A new row about an old one. Anyone may, also after the end; nobody once the record is sealed."""
    if not 1 <= command.seq <= state.seq:
        return Refusal("correct.no_row", {"row": command.seq, "last": state.seq})
    if not (text := command.text.strip()):
        return Refusal("correct.empty")
    return (Fact(ev.Corrected(seq=command.seq, text=text)),)


RULES: dict[type[Any], Rule] = {Correct: correct}
