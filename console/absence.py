"""The time in which nobody was here, in figures that every place can put into its sentence. Pure."""

from __future__ import annotations

from console.text.sentences import Text, local_date, local_time
from console.view import View
from data.units import NS_PER_S


def figures(view: View, t: Text) -> dict[str, str]:
    """Since when (with the day, when it was another), how long, and in which item."""
    absence, zone = view.state.absence, view.conference.timezone
    if absence is None:
        return {}
    since = local_time(absence.from_ms, zone)
    if (day := local_date(absence.from_ms, zone)) != local_date(view.now.utc_ms, zone):
        since = f"{since} {day}"
    away = t.age(absence.away_ns(view.state.t_ns(view.now)) / NS_PER_S)
    return {"since": since, "away": away, "cue": view.state.on_air}
