"""What may be put before the speaker, and when. Pure."""

from __future__ import annotations

from typing import Any

from data.clock import Moment
from data.events import Fact
from data.ruling import Context, Decision, Refusal, Rule
from data.stage.commands import ClearStage, ReleaseNext, ShowOnStage
from data.stage.events import StageMessageCleared, StageMessageShown, StageNextReleased
from data.state import ConferenceState
from data.text import clean

LONGEST_CELLS = 120
"""What is longer cannot be read while speaking: it is refused, never cut."""

REFUSALS: dict[str, tuple[str, ...]] = {
    "stage_view.empty": (),
    "stage_view.too_long": ("longest",),
    "stage_view.moved": ("expected", "actual"),
    "stage_view.nothing_shown": (),
}


def _show(state: ConferenceState, command: ShowOnStage, context: Context, now: Moment) -> Decision:
    """Words meant for one speaker are never shown to the next."""
    if command.item != state.on_air:
        return Refusal("stage_view.moved", {"expected": command.item, "actual": state.on_air})
    text = clean(command.text.strip(), limit=2 * LONGEST_CELLS)
    if not text:
        return Refusal("stage_view.empty")
    if clean(text, limit=LONGEST_CELLS) != text:
        return Refusal("stage_view.too_long", {"longest": LONGEST_CELLS})
    return (Fact(StageMessageShown(text=text, seconds=command.seconds), item=command.item or None),)


def _clear(state: ConferenceState, command: ClearStage, context: Context, now: Moment) -> Decision:
    if not state.stage_words(now):
        return Refusal("stage_view.nothing_shown")
    return (Fact(StageMessageCleared(), item=state.on_air or None),)


def _release(state: ConferenceState, command: ReleaseNext, context: Context, now: Moment) -> Decision:
    coming = state.next_item
    if coming is None or coming.cue != command.item:
        actual = coming.cue if coming else ""
        return Refusal("stage_view.moved", {"expected": command.item, "actual": actual})
    if state.stage_next == command.item:
        return ()
    return (Fact(StageNextReleased(verdict=command.verdict, why=command.why), item=command.item),)


RULES: dict[type[Any], Rule] = {ShowOnStage: _show, ClearStage: _clear, ReleaseNext: _release}
