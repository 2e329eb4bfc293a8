"""Whether a press acts now, and what to say when it does not. No textual."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from console.actions import Action, Scope, blocked_by_scope
from console.keys.quiet_key import QuietKey

GUARDED = ("advance", "hold")
"""Actions whose key must have been quiet before it acts again."""


NOT_IN_REPLAY, ONLY_IN_REPLAY = "notice.not_in_replay", "notice.only_in_replay"


class Refused(msgspec.Struct, frozen=True):
    """Why a press does nothing: a message id. `silent` for the repeats of a held key."""

    code: str
    silent: bool = False


class KeyGuard:
    """The guards of one console's keys. `locked` refuses everything that changes anything.

    In a replay (`past`) the keys of a conference under way are dead, and the other way round.
    """

    def __init__(self, real_ns: Callable[[], int], quiet_ms: int, *, past: bool = False) -> None:
        self.locked = False
        self.past = past
        self._keys = {action: QuietKey(real_ns, quiet_ms) for action in GUARDED}

    @property
    def f8(self) -> QuietKey:
        """The key that confirms cards, too."""
        return self._keys["advance"]

    def refuses(
        self, action: Action, here: Scope, *, typing: bool = False, by_palette: bool = False
    ) -> Refused | None:
        """None when the action may be done on the screen `here`; `typing` while an input has the focus.

        A choice in the palette is no press of the action's own key: it has no quiet time.
        """
        if not action.acts(past=self.past):
            return Refused(NOT_IN_REPLAY if self.past else ONLY_IN_REPLAY)
        if blocked_by_scope(action, here):
            return Refused("notice.elsewhere")
        if action.changes and typing:
            return Refused("notice.typing")
        if action.changes and self.locked:
            return Refused("notice.locked")
        key = None if by_palette else self._keys.get(action.id)
        if key is None or key.press():
            return None
        return Refused("notice.focus" if key.just_focused else "notice.quiet", silent=key.refused > 1)

    def focused(self) -> None:
        """The window got the keyboard back: the next half second's F8 is refused."""
        self.f8.focused()

    def beat(self) -> None:
        """The program is alive: call this several times within the quiet time."""
        for key in self._keys.values():
            key.beat()
