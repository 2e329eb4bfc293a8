"""The footer in words: which keys stand in it on which screen, in how many cells. Plain data."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from console.actions import ACTIONS, Action, Scope, blocked_by_scope, find, key_name
from console.text.sentences import Translate

PALETTE = "palette"


class Chip(msgspec.Struct, frozen=True):
    """A key and its word in the footer; `action` is the id to run when it is clicked."""

    action: str
    key: str
    label: str

    @property
    def width(self) -> int:
        """Cells of "F8 Chuyển"; every character of keys and labels is one cell wide."""
        return len(self.key) + (1 + len(self.label) if self.label else 0)


class Footer(msgspec.Struct, frozen=True):
    """The footer's two groups; `gap` blanks stand between chips."""

    left: tuple[Chip, ...]
    right: tuple[Chip, ...]
    gap: int

    def line(self, width: int) -> str:
        """The whole row as text, exactly `width` cells."""
        left, right = (
            f"{' ' * self.gap}".join(_written(c) for c in group) for group in (self.left, self.right)
        )
        return f" {left}{right:>{max(0, width - 2 - len(left))}} "[:width]


_WHEN_HELD = {"hold": "action.resume.label", "past_turn": "action.past_run.label"}
_LEADING = {Scope.POINTS: ("acknowledge", "call", "test_point", "faults_only"), Scope.LOG: ("export",)}
"""What one comes to a screen for stands first there; elsewhere it keeps its place."""


@lru_cache(maxsize=64)
def footer(
    translate: Translate, here: Scope, width: int, *, held: bool = False, past: bool = False
) -> Footer:
    """What the footer shows on the screen `here`: as many chips, in order, as fit `width` cells.

    `held` turns F7's word from hold to resume; `past` is a replay, where `held` says that it stands.
    Below 100 cells chips stand one blank apart. The way to everything else, the palette, is always
    among them.
    """
    gap = 2 if width >= 100 else 1
    right = tuple(_chip(translate, a, held) for a in ACTIONS if _in_right(a, here))
    palette = _chip(translate, find(PALETTE), held)
    room = width - 2 - _width((*right, palette), gap) - 2 * gap
    left: list[Chip] = []
    of_now = (a for a in ACTIONS if a.footer is not None and a.acts(past=past))
    wanted = (a for a in of_now if not blocked_by_scope(a, here))
    leading = _LEADING.get(here, ())
    for action in sorted(wanted, key=lambda a: (a.id not in leading, a.footer or 0)):
        chip = palette if action.id == PALETTE else _chip(translate, action, held)
        if chip is not palette and _width((*left, chip), gap) > room:
            left += [palette] if palette not in left else []
            break
        room += palette.width + gap if chip is palette else 0
        left.append(chip)
    return Footer(tuple(left), right, gap)


def _in_right(action: Action, here: Scope) -> bool:
    """Other screens and F1 stand on the right; the screen one is on is not offered."""
    return action.id == "help" or (action.screen and action.id != here.value)


def _chip(translate: Translate, action: Action, held: bool) -> Chip:
    label = _WHEN_HELD.get(action.id, action.label) if held else action.label
    return Chip(action.id, translate(key_name(action.keys[0])), translate(label))


def _written(chip: Chip) -> str:
    return f"{chip.key} {chip.label}".rstrip()


def _width(chips: tuple[Chip, ...], gap: int) -> int:
    return sum(chip.width for chip in chips) + gap * max(0, len(chips) - 1)
