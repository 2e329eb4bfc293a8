"""Whether what one sees counts: official, a rehearsal, or a replay. Pure."""

from __future__ import annotations

from console.text.sentences import Text
from console.view import View
from widgets.line import Piece
from widgets.tone import Tone


def badge(view: View, t: Text) -> Piece:
    """The word beside the clock, on every screen."""
    if view.desktop.past is not None:
        return Piece(f" {t('mode.replay')} ", Tone.ASK_BAR)
    if view.desktop.rehearsal:
        return Piece(f" {t('mode.rehearsal')} ", Tone.ASK_BAR)
    return Piece(t("mode.official"), Tone.GO)


def f8_words(view: View, t: Text) -> str:
    """What stands behind F8 on its own line, "" at an official conference."""
    if view.desktop.past is not None:
        return t("mode.replay")
    return t("f8.rehearsal") if view.desktop.rehearsal else ""


def pace(view: View, t: Text) -> str:
    """How fast a replay runs, in a word."""
    speed = view.desktop.past or 0.0
    if not speed:
        return t("replay.stands")
    return t("replay.runs", speed=t.number(speed, 0 if speed.is_integer() else 1))
