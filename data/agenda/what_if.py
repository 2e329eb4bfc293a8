"""The conference as if some items had been given time or had to give it: for looking before doing. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from data.agenda.item_rules import length_s
from data.clock import Moment
from data.folder.model import AgendaItem
from data.state import ConferenceState
from data.units import NS_PER_S


def extended(state: ConferenceState, seconds: Mapping[str, int]) -> ConferenceState:
    """`state` with these items longer, or shorter when negative, by so many seconds."""
    runs = dict(state.runs)
    for cue, more_s in seconds.items():
        if more_s:
            run = state.run(cue)
            runs[cue] = msgspec.structs.replace(run, extended_s=run.extended_s + more_s)
    return msgspec.structs.replace(state, runs=runs)


def least_change_s(state: ConferenceState, item: AgendaItem, now: Moment) -> int:
    """The most negative extension of `item`, in whole seconds: it is never shorter than what it has run."""
    elapsed_s = -(-state.run(item.cue).elapsed_ns(state.t_ns(now)) // NS_PER_S)
    return min(0, elapsed_s - length_s(state, item))
