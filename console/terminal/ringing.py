"""When the bell rings: for a P1 that nobody has taken on, once, and once more if still nobody has. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from console.ranking import Ranked
from console.view import View
from data.state import ConferenceState
from data.units import NS_PER_S

AGAIN_S = 45
Rung = Mapping[str, tuple[int, ...]]
"""By incident: the conference times at which it rang."""


def alarm_due(incidents: Iterable[Ranked], t_ns: int, rung: Rung, *, hushed: bool = False) -> tuple[str, ...]:
    """The incidents to ring for at conference time `t_ns`, () for silence.

    What begins while it is `hushed` rings after that, if it still stands. An incident that was over
    and is back within the time it takes to be the same one does not ring anew; one that somebody took on
    rings anew when that has run out, or it has grown graver.
    """
    if hushed:
        return ()
    return tuple(
        each.incident.id
        for each in incidents
        if each.severity == "P1"
        and not (each.taken or each.muted)
        and _is_due([at for at in rung.get(each.incident.id, ()) if at > _asks_since(each)], t_ns)
    )


def _asks_since(each: Ranked) -> int:
    """Somebody had it in hand and has not any more: it begins to ask from there."""
    return each.incident.taken.at_ns if each.incident.taken is not None else -1


def _is_due(times: Sequence[int], t_ns: int) -> bool:
    return not times or (len(times) == 1 and t_ns - times[0] >= AGAIN_S * NS_PER_S)


def is_hushed(state: ConferenceState) -> bool:
    """State protocol is on air: no bell."""
    item = state.item(state.on_air)
    return item is not None and item.is_protocol


class Bell:
    """Remembers what it has rung for. `in_protocol` rings even over items of state protocol."""

    def __init__(self, *, in_protocol: bool = False) -> None:
        self._in_protocol = in_protocol
        self._rung: dict[str, tuple[int, ...]] = {}

    def strikes(self, view: View) -> bool:
        """Whether to ring now; what it rings for counts as rung."""
        return self.strikes_for(view.incidents, view.state, view.state.t_ns(view.now))

    def strikes_for(self, incidents: Iterable[Ranked], state: ConferenceState, t_ns: int) -> bool:
        """The same, without a picture."""
        hushed = not self._in_protocol and is_hushed(state)
        due = alarm_due(incidents, t_ns, self._rung, hushed=hushed)
        for key in due:
            self._rung[key] = (*self._rung.get(key, ()), t_ns)
        return bool(due)
