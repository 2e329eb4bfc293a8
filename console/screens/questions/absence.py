"""What is asked when the record of a running conference is opened long after its last row. Pure."""

from __future__ import annotations

from console.absence import figures
from console.screens.questions.gate import Question
from console.text.sentences import Text, clock
from console.view import View
from data.units import NS_PER_S
from widgets.choice_card import STAY, Choice, Option
from widgets.line import Piece
from widgets.tone import Tone

PAUSE, COUNTS = "pause", "counts"


def go_on(view: View, t: Text) -> Question:
    """How the time away counts. An item on hold stood still all that time: nothing to choose there."""
    said, item = figures(view, t), view.on_air
    lines = [(Piece(t("card.absence.last", title=item.label if item else "", **said), Tone.STRONG),)]
    if item is not None:
        elapsed_s = view.state.run(item.cue).elapsed_ns(view.state.t_ns(view.now)) // NS_PER_S
        times = {"elapsed": clock(elapsed_s), "duration": clock(item.duration_s)}
        lines.append((Piece(t("card.absence.elapsed", **times, **said)),))
    keys = {"held": COUNTS} if view.state.held else {"pause": PAUSE, "counts": COUNTS}
    options = [Option(key, t(f"card.absence.{name}", **said)) for name, key in keys.items()]
    choice = Choice(
        heading=t("card.absence.title", **said),
        lines=tuple(lines),
        options=(Option(STAY, t("card.absence.stay")), *options),
        hint=t("card.keys"),
        tone=Tone.ASK,
    )
    return Question(choice, takes_note=frozenset(keys.values()))
