"""The end of the record: who may seal it, and when. Pure."""

from __future__ import annotations

from data import events as ev
from data.events import Fact
from data.ruling import Decision, Refusal
from data.state import ConferenceState, Stage

REFUSALS: dict[str, tuple[str, ...]] = {
    "seal.on_air": ("item",),
    "seal.reason_needed": (),
    "seal.empty": (),
}


def seal(state: ConferenceState, reason: str) -> Decision:
    """Close the record for good, with a reason; never while an item is on the air."""
    if state.too_new:
        return Refusal("record.too_new")
    if state.stage is Stage.SEALED:
        return Refusal("record.sealed")
    if state.on_air:
        return Refusal("seal.on_air", {"item": state.on_air})
    if not state.seq:
        return Refusal("seal.empty")
    if not reason.strip():
        return Refusal("seal.reason_needed")
    return (Fact(ev.RecordSealed(reason=reason.strip())),)
