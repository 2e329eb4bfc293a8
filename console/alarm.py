"""Which one line of alarm is shown. Pure; the order is fixed: the gravest that stands wins.

disk > busy log > an absence that waits for its answer > P1 > record damaged > lost source > clock >
keyboard elsewhere > keys locked > a rehearsal at the hour of the real opening > the second path >
a part that stopped > other incidents > standing remarks.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from console.ranking import Ranked

CRITICAL, FAULT, WARNING, INFO, CALM = "critical", "fault", "warning", "info", "calm"
JUDGED_AFTER_S = 40
"""A source silent for so long is judged by what the others see; until then it is only not seen."""


class Alarm(msgspec.Struct, frozen=True):
    """`code` names the sentence, `params` its figures; `tone` is critical, fault, warning, info, calm."""

    code: str
    params: dict[str, str | int] = {}
    tone: str = CALM


class AlarmSituation(msgspec.Struct, frozen=True, kw_only=True):
    """What the alarm line is chosen from. `moved_ms` is a fresh clock step, None if none; `slept`
    when the machine slept. `rehearsed_opening_s` is how far off the real opening is (negative: past), None
    when this is no rehearsal or the day is another.
    """

    incidents: Sequence[Ranked] = ()
    lost: Sequence[tuple[str, int]] = ()
    failure: str = ""
    unwritten: int = 0
    waiting: bool = False
    absent: bool = False
    moved_ms: int | None = None
    slept: bool = False
    rehearsed_opening_s: int | None = None
    focused: bool | None = None
    locked: bool = False
    backup: str = ""
    trouble: str = ""
    finding: str = ""
    finding_row: int | None = None
    has_sources: bool = True
    points_stale: int = 0


def choose(situation: AlarmSituation, standing: Alarm) -> Alarm:
    """The line to show; `standing` is the remark for when nothing is wrong."""
    worst = next((each for each in situation.incidents if not each.muted), None)
    chosen = standing
    if stopped := _stopped(situation):
        chosen = stopped
    elif worst is not None and worst.severity == "P1":
        chosen = incident_alarm(worst)
    elif situation.finding:
        row = situation.finding_row or 0
        chosen = Alarm(f"alarm.record.{situation.finding}", {"row": row}, CRITICAL)
    elif situation.lost:
        name, seconds = situation.lost[0]
        params: dict[str, str | int] = {"source": name, "seconds": seconds, "count": situation.points_stale}
        judged = seconds >= JUDGED_AFTER_S
        chosen = (
            Alarm("alarm.platform", params, FAULT) if judged else Alarm("alarm.source_lost", params, WARNING)
        )
    elif (ours := _of_this_console(situation)) is not None:
        chosen = ours
    elif worst is not None:
        chosen = incident_alarm(worst)
    elif not situation.has_sources and standing.tone == CALM:
        chosen = Alarm("alarm.manual", {}, INFO)
    return chosen


def _of_this_console(situation: AlarmSituation) -> Alarm | None:
    """What concerns this computer and whoever sits at it, rather than the rooms."""
    chosen = None
    if situation.moved_ms is not None:
        code = "alarm.slept" if situation.slept else "alarm.clock"
        chosen = Alarm(code, {"by_s": situation.moved_ms // 1000}, WARNING)
    elif situation.focused is False:
        chosen = Alarm("alarm.focus", {}, WARNING)
    elif situation.locked:
        chosen = Alarm("alarm.locked", {}, WARNING)
    elif situation.rehearsed_opening_s is not None:
        left = max(0, situation.rehearsed_opening_s // 60)
        chosen = Alarm("alarm.rehearsal", {"minutes": left}, WARNING)
    elif situation.backup:
        chosen = Alarm("alarm.backup", {"code": situation.backup}, WARNING)
    elif situation.trouble:
        chosen = Alarm("alarm.trouble", {"part": situation.trouble}, WARNING)
    return chosen


def _stopped(situation: AlarmSituation) -> Alarm | None:
    """What keeps the programme itself from going on as it should."""
    if situation.failure or situation.unwritten:
        return Alarm("alarm.disk", {"code": situation.failure, "count": situation.unwritten}, CRITICAL)
    if situation.waiting:
        return Alarm("alarm.busy", {}, WARNING)
    return Alarm("alarm.absence", {}, WARNING) if situation.absent else None


def incident_alarm(worst: Ranked) -> Alarm:
    """The line of one incident."""
    incident = worst.incident
    params: dict[str, str | int] = {
        "severity": worst.severity,
        "subject": incident.subject,
        "reason": incident.reason,
        "count": len(incident.points),
        "opened_ms": incident.opened_ms,
    }
    tone = CRITICAL if worst.severity == "P1" and not worst.taken else WARNING
    return Alarm(f"alarm.{incident.scope}", params, tone)
