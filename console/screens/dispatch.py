"""From a key or a choice in the palette to what it does: looked up, guarded, carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from console import actions
from console.actions import Scope, blocked_by_scope
from console.keys.guard import KeyGuard, Refused
from console.keys.keymap import Keymap
from console.screens.navigation import Navigation
from console.screens.verbs.performing import Performing, Tell
from console.text.sentences import Text
from console.viewing import Viewing
from widgets.glyphs import GlyphSet

if TYPE_CHECKING:
    from console.screens.verbs.verb import Situation


class Dispatch:
    """`windows` are the actions that open or turn something in this window itself, by id."""

    def __init__(
        self,
        guard: KeyGuard,
        viewing: Viewing,
        performing: Performing,
        navigation: Navigation,
        keymap: Keymap,
        *,
        t: Text,
        glyphs: GlyphSet,
        tell: Tell,
        windows: Mapping[str, Callable[[], None]],
    ) -> None:
        self._guard = guard
        self._viewing = viewing
        self._performing = performing
        self._keymap = keymap
        self._t = t
        self._glyphs = glyphs
        self._navigation = navigation
        self._tell = tell
        self._windows = windows

    def press(self, action_id: str, *, typing: bool) -> None:
        """Its key was pressed; `typing` while an input has the focus."""
        desk = self._navigation.here()
        if self._guard.past and action_id == "hold":
            action_id = "past_turn"  # F7 stops the clock that is shown: here the one of the replay
        refused = self._guard.refuses(actions.find(action_id), desk.scope, typing=typing)
        if action_id not in self._viewing.keys_seen:
            self._viewing.keys_seen |= {action_id}
        if actions.find(action_id).acts(past=self._guard.past) and desk.try_key(action_id):
            return
        if refused is None:
            self._run(action_id)
        elif not refused.silent:
            self._refuse(action_id, refused)

    def choose(self, action_id: str) -> None:
        """It was chosen in the palette: where it belongs to another screen, we go there first."""
        action, here = actions.find(action_id), self._navigation.here().scope
        if blocked_by_scope(action, here) and action.acts(past=self._guard.past):
            then = partial(self._choose_at, action_id, action.scope)
            if self._navigation.go(action.scope.value, then):
                return
        self._choose_at(action_id, here)

    def _choose_at(self, action_id: str, here: Scope) -> None:
        refused = self._guard.refuses(actions.find(action_id), here, by_palette=True)
        if refused is None:
            self._run(action_id, by_palette=True)
        else:
            self._refuse(action_id, refused)

    def _refuse(self, action_id: str, refused: Refused) -> None:
        action = self._keymap.find(action_id)
        where = self._t(f"screen.{action.scope.value}")
        label = self._t(action.title)
        key = actions.keys_of(action) or label
        self._tell(self._t(refused.code, key=key, label=label, where=where), "information")

    def _run(self, action_id: str, *, by_palette: bool = False) -> None:
        from console.screens.verbs.table import VERBS

        if action_id in self._windows:
            self._windows[action_id]()
        elif actions.find(action_id).screen:
            self._navigation.go(action_id)
        elif action_id in VERBS:
            rule, at = VERBS[action_id], self._situation(by_palette=by_palette)
            self._performing.perform(rule(at), again=lambda: rule(self._later(at)))
        else:
            self._navigation.here().try_key(action_id)

    def _later(self, at: Situation) -> Situation:
        """The same selection in the view that is shown now; a card that was asked for goes on to ask."""
        return msgspec.structs.replace(at, view=self._viewing.painted(), by_palette=True)

    def _situation(self, *, by_palette: bool) -> Situation:
        """What was painted is what a key acts on."""
        from console.screens.verbs.verb import Situation

        chosen = self._navigation.here().selection
        return Situation(
            view=self._viewing.painted(),
            t=self._t,
            glyphs=self._glyphs,
            by_palette=by_palette,
            cue=chosen.cue,
            points=chosen.points,
            row=chosen.row,
        )
