"""What each action of the key table amounts to, by its id. Imported behind the first picture."""

from __future__ import annotations

from collections.abc import Mapping

from console.screens.verbs import (
    changes,
    control,
    incidents,
    platform,
    points,
    programme,
    queue,
    record,
    roll_call,
    stage,
    timing,
)
from console.screens.verbs.verb import Rule

VERBS: Mapping[str, Rule] = {
    "advance": programme.advance,
    "hold": programme.hold,
    "undo": programme.undo,
    "time": timing.time,
    "plan_b": timing.plan_b,
    "extend": timing.extend,
    "hold_cause": changes.hold_cause,
    "move_next": changes.move_next,
    "move_up": changes.move_up,
    "move_down": changes.move_down,
    "swap_next": changes.swap_next,
    "jump": changes.jump,
    "defer": changes.defer,
    "bring_back": changes.bring_back,
    "skip": changes.skip,
    "insert": changes.insert,
    "edit_item": changes.edit_item,
    "split": changes.split,
    "substitute": changes.substitute,
    "acknowledge": points.acknowledge,
    "handle": incidents.handle,
    "overrule": incidents.overrule,
    "call": points.call,
    "test_point": points.test,
    "act": platform.act,
    "act_door": platform.door,
    "mark_present": roll_call.mark_present,
    "presence": roll_call.presence,
    "report_districts": roll_call.report_districts,
    "delegates": roll_call.delegates,
    "freeze_roll": roll_call.freeze_roll,
    "speakers": queue.queue,
    "speaker_add": queue.add,
    "speaker_move": queue.move,
    "speaker_drop": queue.drop,
    "stage_message": stage.message,
    "stage_next": stage.release_next,
    "correct": record.correct,
    "take_control": control.take_control,
    "hand_control": control.hand_control,
}
