"""A platform that has been silent for long, judged by what the other sources see. Pure."""

from __future__ import annotations

from console import actions
from console.text.sentences import Text, clock
from console.view import View
from data.folder.model import PROVINCIAL
from data.health.reading import Health
from widgets.alarm_line import AlarmLevel, AlarmSentence
from widgets.glyphs import GlyphSet

SEEN = (Health.OK, Health.DEGRADED)
MOST = 0.8
"""From this share of provinces on that another source still sees, the fault is not out there."""


def platform_failed(view: View, level: AlarmLevel, t: Text, glyphs: GlyphSet) -> AlarmSentence:
    """Who is silent since when, what else is seen, where the fault then lies, whom to ring."""
    source, seconds = str(view.alarm.params["source"]), int(view.alarm.params["seconds"])
    words = {"source": source, "clock": clock(seconds)}
    verdict = _verdict(view, source, t, glyphs)
    phone = t("phone", phone=view.conference.hotline) if view.conference.hotline else ""
    key = t(actions.key_name("f9"))
    return AlarmSentence(
        level=level,
        text="   ".join(filter(None, (t("alarm.platform", verdict=verdict, **words), phone))),
        right=key,
        short=t("alarm.platform.short", **words),
    )


def _verdict(view: View, silent: str, t: Text, glyphs: GlyphSet) -> str:
    """Provinces as another source that answers sees them; without one nothing is concluded."""
    fresh = [source.name for source in view.sources if source.fresh and source.name != silent]
    heads = [point.code for point in view.points.values() if point.level == PROVINCIAL]
    for name in fresh:
        told = [code for code in heads if code in view.readings and view.readings[code].source == name]
        if not told:
            continue
        seen = sum(view.readings[code].health in SEEN for code in told)
        params = {"source": name, "seen": seen, "of": len(told), "mark": glyphs.ok}
        here = seen >= MOST * len(told)
        return t("alarm.platform.server" if here else "alarm.platform.network", **params)
    return t("alarm.platform.alone")
