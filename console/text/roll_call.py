"""The roll call in words: how a room stands, whom to ring up, what the MC reads. Pure; draws nothing."""

from __future__ import annotations

from console.text.problems import word
from console.text.sentences import Text, local_hour
from console.view import View
from data.folder.model import BridgePoint
from data.roll_call.commands import FreezeRollCall
from data.roll_call.roll import Roll, figures
from data.roll_call.standing import MISSING, Standing
from data.roll_call.state import Frozen
from data.state import PointState
from data.units import MS_PER_MINUTE
from widgets.glyphs import PART


def state_word(code: str, roll: Roll, view: View, t: Text, *, brief: bool = False) -> str:
    """How a room stands, since when, and why."""
    each, known = roll.standings[code], view.state.point(code)
    late = "_late" if code in roll.late else ""
    minutes = max(0, view.now.utc_ms - known.joined_ms) // MS_PER_MINUTE
    time = local_hour(_since(each, known), view.conference.timezone)
    said = t(f"roll.state.{each}{late}{'.brief' if brief else ''}", minutes=minutes, time=time)
    reason = known.marked.reason if known.marked and each in _WITH_REASON and not brief else ""
    return t("roll.state.why", state=said, reason=reason) if reason else said


_WITH_REASON = (Standing.EXCUSED, Standing.SPOKEN_FOR, Standing.ABSENT)


def _since(each: Standing, known: PointState) -> int | None:
    if each is Standing.JOINED:
        return known.joined_ms or None
    if each is Standing.LEFT:
        return known.left_ms or None
    return known.marked.at_ms if known.marked else None


def phones(point: BridgePoint, t: Text) -> str:
    """Whom to ring up, and where."""
    numbers = PART.join(number for number in (point.phone, point.phone2) if number)
    if not numbers:
        return t("roll.no_phone")
    return f"{point.contact} {numbers}".strip()


def announcement(view: View, roll: Roll, t: Text) -> str:
    """What the MC is given to read: the last frozen figures, else the live ones, said to be so."""
    if not view.state.rolls:
        return f"{t('roll.say.live')} {sentence(figures(roll, view.state.seq), t)}"
    last = view.state.rolls[-1]
    time = local_hour(last.at_ms, view.conference.timezone)
    return f"{t('roll.say.frozen', number=last.number, time=time)} {sentence(last, t)}"


def delegates(number: int, counted: int | None, rooms: int, t: Text) -> str:
    """So many delegates; and at how many of the `rooms` somebody counted, unless at all of them."""
    if counted is None or counted >= rooms:
        return t("roll.say.delegates", delegates=t.number(number))
    at = {"counted": t.number(counted), "rooms": t.number(rooms)}
    return t("roll.say.delegates.some", delegates=t.number(number), **at)


def sentence(said: FreezeRollCall | Frozen, t: Text) -> str:
    """One spoken sentence; what is nought is not said, but that nobody is missing is."""
    present, expected = sum(said.present.values()), sum(said.expected.values())
    whole = t("roll.say.present", present=t.number(present), expected=t.number(expected))
    levels = ", ".join(
        t(
            "roll.say.level",
            level=word(t, "level", level),
            present=said.present.get(level, 0),
            expected=number,
        )
        for level, number in said.expected.items()
    )
    parts = [t("roll.say.levels", present=whole, levels=levels) if len(said.expected) > 1 else whole]
    missing = sum(said.standings.get(each, 0) for each in MISSING)
    excused = said.standings.get(Standing.EXCUSED, 0)
    if missing:
        parts.append(t("roll.say.missing", missing=missing))
    if excused:
        parts.append(t("roll.say.excused", excused=excused))
    if not missing and not excused:
        parts.append(t("roll.say.whole"))
    if said.counted or said.delegates:
        parts.append(delegates(said.delegates, said.counted, expected, t))
    return "; ".join(parts) + "."
