"""The red gate: before going on anyway, what could be done instead. Pure."""

from __future__ import annotations

import msgspec

from console.plan_b import choices
from console.screens.cards.plan_b_words import plan_label
from console.screens.questions.gate import Question
from console.text.sentences import Text
from console.view import View
from data.agenda.plan_b import Plan, Play, command
from data.agenda.readiness import GO
from data.commands import Command, Jump
from data.health.reading import Health
from widgets.choice_card import Option
from widgets.glyphs import GlyphSet

OFFERED = (Play.CLIP, Play.SWAP, Play.DEFER)


def with_other_ways(
    question: Question, view: View, t: Text, glyphs: GlyphSet
) -> tuple[Question, dict[str, Command]]:
    """`question` with the plays that are ready between staying and going; and what each of them does."""
    item = view.entering
    if item is None:
        return question, {}
    ready = {plan.play: plan for plan in choices(view, item) if plan.ready}
    options, ways = [], dict[str, Command]()
    for play in OFFERED:
        if (plan := ready.get(play)) is None:
            continue
        jump = _past(view) if play is Play.DEFER else None
        label = _label(view, plan, jump, t, glyphs)
        options.append(Option(plan.key, label))
        ways[plan.key] = jump or command(plan, view.state, item)
    stay, *go = question.choice.options
    choice = msgspec.structs.replace(question.choice, options=(stay, *options, *go))
    return msgspec.structs.replace(question, choice=choice), ways


def _past(view: View) -> Jump | None:
    """Past the next item, which is put off, to the one behind it; None unless that one is ready."""
    if len(view.coming) < 2 or not view.state.on_air:
        return None
    behind = view.coming[1]
    if behind.gate.verdict != GO or behind.item.is_protocol:
        return None
    return Jump(leaves=view.state.on_air, to=behind.item.cue, passed="defer", reason="technical")


def _label(view: View, plan: Plan, jump: Jump | None, t: Text, glyphs: GlyphSet) -> str:
    item = view.entering
    assert item is not None
    if jump is not None:
        return t("gate.defer_and_go", cue=item.cue, other=jump.to)
    label = plan_label(view, item, plan, t)
    if plan.play is Play.SWAP:
        label = f"{label} {glyphs.health(Health.OK)}"
    return t("gate.then_f8", what=label)
