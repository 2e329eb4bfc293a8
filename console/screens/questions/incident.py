"""The cards that ask what becomes of incidents, and what somebody says of a room. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from console.ranking import Ranked
from console.screens.incident_words import reason, subject_name
from console.screens.point_words import fault
from console.screens.questions.gate import Question
from console.text.problems import word
from console.text.sentences import Text, local_hour
from console.view import View
from data.folder.model import BridgePoint
from data.health.reading import Health
from data.overrule.state import WORDS
from data.units import NS_PER_MS
from widgets.choice_card import STAY, Choice, Option
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone

TOLD = 4
"""Incidents that the card names; of more it says how many."""
MUTE_MIN = (10, 30)
SAY_MIN = (15, 60)
"""So long somebody's word on a room may stand."""


def handle(view: View, asked: Sequence[Ranked], t: Text) -> Question:
    """What to do with incidents besides taking them on for a while. `asked` are the gravest first."""
    lines = [(Piece(_incident_line(view, each, t), Tone.STRONG),) for each in asked[:TOLD]]
    if len(asked) > TOLD:
        lines.append((Piece(t("card.handle.more", count=len(asked) - TOLD), Tone.DIM),))
    lines += [(Piece(said, Tone.DIM),) for each in asked[:1] for said in _known(view, each, t)]
    words = {key: t(f"card.handle.{key}") for key in ("sticky", "assign", "note")}
    words |= {f"mute.{minutes}": t("card.handle.mute", minutes=minutes) for minutes in MUTE_MIN}
    if any(each.muted for each in asked):
        words["unmute"] = t("card.handle.unmute")
    if len(asked) > 1:
        into = subject_name(view.points, asked[0].incident.subject)
        words["merge"] = t("card.handle.merge", count=len(asked) - 1, into=into)
    if merged_into(view, asked):
        words["split"] = t("card.handle.split")
    options = (Option(STAY, t("card.not_recorded")), *(Option(key, text) for key, text in words.items()))
    choice = Choice(heading=t("card.handle.title"), lines=tuple(lines), options=options, hint=t("card.keys"))
    needs = frozenset({"assign", "note"})
    return Question(choice, needs, frozenset(words) - needs - {"sticky"}, t("card.handle.placeholder"))


def merged_into(view: View, asked: Sequence[Ranked]) -> tuple[str, ...]:
    """The incidents for which one of `asked` speaks."""
    heads = {each.incident.id for each in asked}
    return tuple(each.id for each in view.state.incidents.values() if each.into in heads)


def _incident_line(view: View, each: Ranked, t: Text) -> str:
    incident = each.incident
    name = subject_name(view.points, incident.subject, len(incident.points))
    said = f"{each.severity} {name}: {reason(view, incident, t, short=True)}"
    return t("points.taken", what=said, by=each.taken) if each.taken else said


def _known(view: View, each: Ranked, t: Text) -> list[str]:
    """What people have found out, and for how long nobody wants to hear of it."""
    remark, zone = each.incident.remark, view.conference.timezone
    said = []
    if remark is not None:
        said.append(
            t("card.handle.noted", time=local_hour(remark.at_ms, zone), by=remark.by, text=remark.text)
        )
    if each.muted and (muted := each.incident.muted) is not None and muted.expires_s is not None:
        until = local_hour(muted.at_ms + muted.expires_s * 1000, zone)
        said.append(t("card.handle.muted", time=until, by=muted.by))
    return said


def overrule(view: View, points: Sequence[BridgePoint], t: Text, glyphs: GlyphSet) -> Question:
    """What somebody says of rooms, whatever is measured: for how long, and why."""
    lines: list[tuple[Piece, ...]] = []
    for point in points[:TOLD]:
        health = view.board.health.get(point.code, Health.UNKNOWN)
        seen = f"{glyphs.health(health)} {fault(view, point.code, health, t)}"
        name = f"{point.code} {point.label}  " if len(points) > 1 else ""
        lines.append((Piece(name), Piece(seen, HEALTH_TONE[health])))
    if len(points) > TOLD:
        lines.append((Piece(t("card.overrule.more", count=len(points) - TOLD), Tone.DIM),))
    words: dict[str, str] = {}
    if said := [each.code for each in points if view.state.point(each.code).said is not None]:
        lines.append((Piece(said_words(view, said[0], t), Tone.ASK),))
        words["unsay"] = t("card.overrule.unsay")
    words |= {
        f"{says}.{minutes}": t("card.overrule.say", word=word(t, "overrule", says), minutes=minutes)
        for says in WORDS
        for minutes in SAY_MIN
    }
    choice = Choice(
        heading=_heading(points, t),
        lines=tuple(lines),
        options=(Option(STAY, t("card.not_recorded")), *(Option(key, text) for key, text in words.items())),
        hint=t("card.keys"),
    )
    return Question(choice, frozenset(words) - {"unsay"}, frozenset({"unsay"}))


def _heading(points: Sequence[BridgePoint], t: Text) -> str:
    if len(points) > 1:
        return t("card.overrule.many", count=len(points))
    return t("card.overrule.title", point=points[0].code, name=points[0].label)


def said_words(view: View, code: str, t: Text) -> str:
    """ "by hand: not connected until 15:40 (kt1): power cut"; "" where nobody says anything."""
    said = view.state.point(code).said
    if said is None:
        return ""
    left_ms = (said.until_ns - view.state.t_ns(view.now)) // NS_PER_MS
    until = local_hour(view.now.utc_ms + left_ms, view.conference.timezone)
    return t("points.said", word=word(t, "overrule", said.says), time=until, by=said.by, reason=said.reason)
