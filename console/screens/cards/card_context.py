"""What a card of its own works with."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from console.keys.quiet_key import QuietKey
from console.text.sentences import Text
from console.view import View
from widgets.glyphs import GlyphSet


class CardContext(msgspec.Struct, frozen=True, eq=False):
    """`look` gives the newest view; `f8` is the key that confirms, with its quiet time."""

    look: Callable[[], View]
    f8: QuietKey
    t: Text
    glyphs: GlyphSet
