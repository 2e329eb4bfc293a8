"""What each action of the key table amounts to, by its id. A verb is pure: situation in, `Verb` out."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.verbs import control, points, programme, stage
from console.screens.verbs.verb import Rule

VERBS: Mapping[str, Rule] = {
    "advance": programme.advance,
    "hold": programme.hold,
    "undo": programme.undo,
    "acknowledge": points.acknowledge,
    "call": points.call,
    "test_point": points.test,
    "stage_message": stage.message,
    "stage_next": stage.release_next,
    "take_control": control.take_control,
    "hand_control": control.hand_control,
}
