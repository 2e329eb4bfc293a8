"""The one line of alarm in words: long, tight and short. Pure."""

from __future__ import annotations

from console import actions
from console.absence import figures as absence_figures
from console.escalation import ADVICE_S, CARD_S, waits_s
from console.keeping.backup_words import backup_fault
from console.ranking import Ranked
from console.screens.incident_words import SHOWN, holder, reason, speaks_soon, subject_name
from console.screens.platform_words import platform_failed
from console.screens.standing_words import standing
from console.text.sentences import Text, clock, local_time
from console.view import View
from data.agenda.readiness import GO
from data.units import NS_PER_S
from widgets.alarm_line import AlarmLevel, AlarmSentence
from widgets.glyphs import UNICODE, GlyphSet

MEGABYTE = 2**20
KEYS = ("plan_b", "points", "acknowledge")
"""Actions that answer an incident, as far as this version and this screen have them."""

_LEVELS = {
    "critical": AlarmLevel.P1,
    "fault": AlarmLevel.FAULT,
    "warning": AlarmLevel.WARNING,
    "info": AlarmLevel.NOTICE,
    "calm": AlarmLevel.NONE,
}
_TOLD_BY_POINT = ("alarm.point", "alarm.province", "alarm.region")


def alarm(view: View, t: Text, glyphs: GlyphSet = UNICODE) -> AlarmSentence:
    """What the view has chosen to say, and beside it how many incidents there are besides."""
    chosen = view.alarm
    level = _LEVELS[chosen.tone]
    if chosen.code.startswith("standing."):
        return standing(view, t, glyphs)
    if chosen.code in _TOLD_BY_POINT:
        return _incident(view, level, t, glyphs)
    if chosen.code == "alarm.platform":
        return platform_failed(view, level, t, glyphs)
    params = {**chosen.params, **_figures(view, t)}
    right = t(f"{chosen.code}.right", **params) if t.has(f"{chosen.code}.right") else ""
    others = _others(view)
    return AlarmSentence(
        level=level,
        text=t(chosen.code, **params),
        right="   ".join(part for part in (right, f"+{others}" if others else "") if part),
        tight_right=right,
        short=t(f"{chosen.code}.short", **params) if t.has(f"{chosen.code}.short") else "",
        short_right=right,
    )


def _figures(view: View, t: Text) -> dict[str, str | int]:
    """What the sentence needs in words beside its own figures."""
    code, params, desktop = view.alarm.code, view.alarm.params, view.desktop
    zone = view.conference.timezone
    if code == "alarm.source_lost":
        seconds = int(params["seconds"])
        since = local_time(view.now.utc_ms - seconds * 1000, zone)
        return {"age": t.age(seconds), "since": since, "name": str(params["source"]).upper()}
    if code in ("alarm.clock", "alarm.slept"):
        by_ms, at_ms = desktop.moved_ms or 0, desktop.moved_at_ms or 0
        return {
            "by": f"{int(params['by_s']):+d} s",
            "was": local_time(at_ms - by_ms, zone),
            "now": local_time(at_ms, zone),
            "row": desktop.moved_row or 0,
        }
    if code == "alarm.absence":
        return {**absence_figures(view, t)}
    if code == "alarm.backup" and desktop.backup is not None:
        return {"why": backup_fault(desktop.backup, t), "time": local_time(desktop.backup.copied_ms, zone)}
    if code == "alarm.disk":
        return {"why": _disk(view, str(params["code"]), t)}
    return {}


def _disk(view: View, code: str, t: Text) -> str:
    """Why the log takes nothing; of a full disk how much is left, where that is known."""
    machine, why = view.desktop.machine, t(f"disk.{code or 'log'}")
    if code != "log_full" or machine.free_bytes is None:
        return why
    return t("disk.left", why=why, megabytes=machine.free_bytes // MEGABYTE)


def _incident(view: View, level: AlarmLevel, t: Text, glyphs: GlyphSet) -> AlarmSentence:
    """The gravest incident: in full with the room's phone, and what fits a narrow window."""
    worst = next(each for each in view.incidents if each.incident.scope != "source")
    others, (keys, key_names) = _others(view), _keys(view, t)
    told = (
        _on_air_words(view, worst, t, glyphs)
        if _on_air(view, worst)
        else _incident_words(view, worst, t, glyphs)
    )
    return AlarmSentence(
        level=level,
        text=told[0],
        right="   ".join(part for part in (keys, f"+{others}" if others else "") if part),
        tight_right="  ".join(part for part in (key_names, f"+{others}" if others else "") if part),
        short=told[1],
        short_right=t("alarm.count", count=others + 1) if others else "",
    )


def _on_air(view: View, worst: Ranked) -> bool:
    return worst.severity == "P1" and view.on_air is not None and view.on_air.point == worst.incident.subject


def _incident_words(view: View, worst: Ranked, t: Text, glyphs: GlyphSet) -> tuple[str, str]:
    incident, point = worst.incident, view.points.get(worst.incident.subject)
    words = {
        "severity": f"!! {worst.severity}" if worst.severity == "P1" else worst.severity,
        "subject": subject_name(view.points, incident.subject, len(incident.points)),
    }
    phone = t("phone", phone=point.phone) if point is not None and point.phone else ""
    speaks = speaks_soon(view, incident.subject, t)
    who, briefly = holder(view, worst, t), reason(view, incident, t, short=True)
    if waits_s(view, worst) >= ADVICE_S:
        phone = _advice(view, worst, t, glyphs) or phone
    what = f" {speaks}" if speaks else ""
    long = t("alarm.incident", why=reason(view, incident, t), what=what, **words)
    short = t("alarm.incident.short", why=briefly, **words)
    soon = [part for part in (speaks, phone) if part] if speaks else [part for part in (phone,) if part]
    return "   ".join([long, *(p for p in (who, phone) if p)]), "  ".join([short, *soon])


def _on_air_words(view: View, worst: Ranked, t: Text, glyphs: GlyphSet) -> tuple[str, str]:
    """A fault in what everybody hears: at first whom to ring, then what to do instead."""
    incident, point = worst.incident, view.points.get(worst.incident.subject)
    seconds = (view.state.t_ns(view.now) - incident.opened_ns) // NS_PER_S
    words = {
        "code": incident.subject,
        "name": point.label.upper() if point else "",
        "why": reason(view, incident, t).upper(),
        "clock": clock(seconds),
    }
    who = holder(view, worst, t)
    if seconds >= CARD_S and not worst.taken:
        long = [t("alarm.on_air.late", **words), who, _suggestion(view, t, glyphs)]
        return "   ".join(filter(None, long)), "  ".join(filter(None, (t("alarm.on_air.late", **words), who)))
    phone = t("phone", phone=point.phone) if point is not None and point.phone else ""
    contact = point.contact if point is not None and not worst.taken else ""
    ring = [part for part in (who if worst.taken else "", phone, contact) if part]
    long = [t("alarm.on_air", **words), "  ".join(ring)]
    return "   ".join(filter(None, long)), "  ".join((t("alarm.on_air.short", **words), *ring[:1]))


def _suggestion(view: View, t: Text, glyphs: GlyphSet) -> str:
    """The nearest item that could go on air now; what is on air stays owed."""
    left = view.on_air.cue if view.on_air else ""
    ready = _ready(view, glyphs)
    return t("alarm.suggestion", cue=ready[0], place=ready[1], left=left) if ready else ""


def _advice(view: View, worst: Ranked, t: Text, glyphs: GlyphSet) -> str:
    """The item that could go before the one whose room nobody has looked after for so long."""
    cue = next((each.item.cue for each in view.coming if each.item.point == worst.incident.subject), "")
    ready = _ready(view, glyphs, besides=worst.incident.subject)
    return t("alarm.advice", cue=ready[0], place=ready[1], instead=cue) if ready and cue else ""


def _ready(view: View, glyphs: GlyphSet, besides: str = "") -> tuple[str, str] | None:
    """(cue, place) of the nearest item, of another room than `besides`, that could go on air now."""
    able = (each for each in view.coming if each.gate.verdict == GO and not each.item.is_protocol)
    found = (each for each in able if not besides or each.item.point != besides)
    if (ready := next(found, None)) is None:
        return None
    mark = f"{glyphs.health(ready.health)} " if ready.health is not None else ""
    return ready.item.cue, f"{ready.item.point} {mark}".strip()


def _keys(view: View, t: Text) -> tuple[str, str]:
    """The keys that answer an incident, with their words and without; in a replay those that only show."""
    past = view.desktop.past is not None
    able = [action for each in KEYS if (action := actions.find(each)).acts(past=past)]
    chips = [(t(actions.key_name(action.keys[0])), t(f"alarm.key.{action.id}")) for action in able]
    return "  ".join(f"{key} {word}" for key, word in chips), " ".join(key for key, _ in chips)


def _others(view: View) -> int:
    """Open incidents besides the one on the line."""
    return max(0, sum(1 for each in view.incidents if each.severity in SHOWN) - 1)
