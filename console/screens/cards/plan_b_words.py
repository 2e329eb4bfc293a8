"""Plan B in words: what each play is, and why it is ready or not. Pure."""

from __future__ import annotations

from console.screens.point_words import sick_words
from console.text.problems import word
from console.text.sentences import Text, local_hour
from console.view import View
from data.agenda.plan_b import Plan
from data.agenda.readiness import GO
from data.folder.model import AgendaItem
from data.health.reading import Health
from data.units import MS_PER_MINUTE
from widgets.choice_card import STAY, Choice, Option
from widgets.glyphs import HEALTH_TONE, GlyphSet
from widgets.line import Piece
from widgets.tone import Tone


def plan_card(
    view: View,
    items: tuple[AgendaItem, ...],
    item: AgendaItem,
    found: tuple[Plan, ...],
    *,
    t: Text,
    glyphs: GlyphSet,
    by_itself: bool = False,
) -> Choice:
    """The card about `item`, one of `items`. To stay is the first option, and the one preselected."""
    ready = view.readiness(item).gate.verdict == GO
    tone = Tone.FRAME if ready else Tone.STOP if by_itself else Tone.ASK
    lines = [_tabs(view, items, item, glyphs), _item_line(view, item, t), _point_line(view, item, t, glyphs)]
    if by_itself:
        lines.append((Piece(t("plan.by_itself"), Tone.STOP),))
    return Choice(
        heading=t("plan.title", cue=item.cue),
        lines=tuple(lines),
        options=(Option(STAY, t("card.stay")), *(_option(view, item, plan, t, glyphs) for plan in found)),
        hint=t("plan.keys"),
        tone=tone,
    )


def _tabs(view: View, items: tuple[AgendaItem, ...], item: AgendaItem, glyphs: GlyphSet) -> tuple[Piece, ...]:
    """The items that the sideways arrows go through, the one in hand in brackets."""
    pieces = []
    for each in items:
        on_air = f"{glyphs.on_air} " if each.cue == view.state.on_air else ""
        health = view.readiness(each).health
        mark = f" {glyphs.health(health)}" if health is not None else ""
        here = each.cue == item.cue
        text = f"[{on_air}{each.cue}{mark}]" if here else f" {on_air}{each.cue}{mark} "
        pieces.append(Piece(f"{text}  ", Tone.STRONG if here else Tone.DIM))
    return tuple(pieces)


def _item_line(view: View, item: AgendaItem, t: Text) -> tuple[Piece, ...]:
    row = view.forecast.of(item.cue)
    if item.cue == view.state.on_air or row is None:
        return (Piece(t("plan.on_air", title=item.label), Tone.STRONG),)
    left = max(0, (row.expected_start_ms - view.now.utc_ms) // MS_PER_MINUTE)
    time = local_hour(row.expected_start_ms, view.conference.timezone)
    return (Piece(item.label, Tone.STRONG), Piece("   " + t("plan.starts", time=time, minutes=left)))


def _point_line(view: View, item: AgendaItem, t: Text, glyphs: GlyphSet) -> tuple[Piece, ...]:
    ready, point = view.readiness(item), view.points.get(item.point)
    name = f"{item.point} {point.label}" if point else item.point or t("none")
    phone = (Piece(f"   {t('phone', phone=point.phone)}", Tone.DIM),) if point and point.phone else ()
    if ready.health is None:
        return (Piece(name), *phone)
    sick = ready.health in (Health.DEGRADED, Health.DOWN)
    what = (sick_words(item.point, view, t) if sick else "") or word(t, "gate", ready.gate.why)
    mark = Piece(f"{glyphs.health(ready.health)} ", HEALTH_TONE[ready.health])
    return (mark, Piece(f"{name}: {what}"), *phone)


def _option(view: View, item: AgendaItem, plan: Plan, t: Text, glyphs: GlyphSet) -> Option:
    mark = glyphs.health(Health.OK) if plan.ready else glyphs.health(Health.DOWN)
    text = f"{mark} {plan_label(view, item, plan, t)}"
    code = f"plan.why.{plan.why}"
    why = t(code) if t.has(code) else word(t, "gate", plan.why)
    return Option(plan.key, f"{text}: {why}", Tone.PLAIN if plan.ready else Tone.DIM)


def plan_label(view: View, item: AgendaItem, plan: Plan, t: Text) -> str:
    """What the play is: "Đổi chỗ với 4.4 (TC00)"."""
    point = view.points.get(item.point)
    other = view.state.item(plan.other)
    code = f"plan.{plan.play}"
    if plan.why in _NAMELESS:
        code = f"{code}.none"
    return t(
        code,
        cue=item.cue,
        other=plan.other,
        title=other.label if other else "",
        point=plan.point or t("none"),
        fallback=item.fallback,
        phone=(point.phone or point.phone2 or t("none")) if point else t("none"),
    )


_NAMELESS = ("none_ready", "protocol", "fixed", "no_fallback", "no_phone", "no_hall")
"""Without whom or what the play would be done with: it is named alone."""
