"""How a tone looks: theme variables and weight, made into a style without the style sheet.

Two dozen component classes on a dozen and a half widgets cost a third of a second of cascade at the
first picture; a table costs nothing, and the colours still come from the theme.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from rich.style import Style

from widgets.tone import Tone


class Paint(msgspec.Struct, frozen=True):
    """`ink` and `ground` name theme variables, "" for what lies below; `weight` is a rich attribute.

    `bare` is the weight on top where colours are switched off and only they told this tone from another.
    """

    ink: str = ""
    ground: str = ""
    weight: str = ""
    bare: str = ""


PAINTS: dict[Tone, Paint] = {
    Tone.PLAIN: Paint(),
    Tone.STRONG: Paint("ink-strong", weight="bold"),
    Tone.DIM: Paint("ink-dim"),
    Tone.FRAME: Paint("frame"),
    Tone.HEADING: Paint("heading", weight="bold"),
    Tone.KEY: Paint("key", weight="bold"),
    Tone.ON_AIR: Paint("on-air", weight="bold reverse"),
    Tone.ON_AIR_ROW: Paint("ink-strong", "on-air-ground", "bold"),
    Tone.SELECTED_ROW: Paint(ground="selected-ground", weight="underline"),
    Tone.CHOSEN_ROW: Paint(ground="selected-ground"),
    Tone.GO: Paint("go"),
    Tone.ASK: Paint("ask"),
    Tone.STOP: Paint("stop", weight="bold"),
    Tone.STALE: Paint("stale", weight="italic"),
    Tone.UNKNOWN: Paint("unknown"),
    Tone.PROTOCOL: Paint("protocol", weight="bold"),
    Tone.DEBT: Paint("debt"),
    Tone.ALARM: Paint("stop", weight="bold reverse"),
    Tone.OVERRUN: Paint("stop", weight="bold reverse"),
    Tone.GO_BAR: Paint("go", weight="bold reverse"),
    Tone.ASK_BAR: Paint("ask", weight="bold reverse", bare="underline"),
    Tone.STOP_BAR: Paint("stop", weight="bold reverse", bare="underline italic"),
    Tone.OFF_BAR: Paint("stale", weight="bold reverse", bare="not bold"),
    Tone.REHEARSAL_BAR: Paint("frame", weight="bold reverse"),
    Tone.PROGRESS: Paint("progress"),
    Tone.PROGRESS_REST: Paint("frame"),
    Tone.CALM: Paint("calm"),
    Tone.FADED: Paint("calm", weight="dim"),
}


def style_of(tone: Tone, variables: Mapping[str, str], *, bare: bool = False) -> Style:
    """The style of `tone` in a theme; `variables` hold colours as "#rrggbb". KeyError if one is missing.

    `bare` is for a screen without colours (NO_COLOR).
    """
    paint = PAINTS[tone]
    ink, ground = (variables[name] if name else "" for name in (paint.ink, paint.ground))
    words = (paint.weight, ink, f"on {ground}" if ground else "")
    style = Style.parse(" ".join(word for word in words if word))
    return style + Style.parse(paint.bare) if bare and paint.bare else style
