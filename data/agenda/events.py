"""What happened to the items of the programme.

A change of the programme may take several rows of one append. `part` marks the rows after the
first: they belong to the change which the row before them began, and are undone with it.
"""

from __future__ import annotations

from data.agenda.programme import ItemChanges
from data.event_body import Body
from data.folder.model import AgendaItem


class ItemStarted(Body, frozen=True, kw_only=True):
    """`item` went on air. `planned_s` is its duration in the plan of `plan_version`."""

    planned_s: int
    plan_version: int
    reason: str = ""


class ItemEnded(Body, frozen=True, kw_only=True):
    """`item` left the air. Elapsed excludes holds; every number in milliseconds.

    `cause`: why it ran over its time, in the words of whoever moved on.
    """

    elapsed_ms: int
    held_ms: int
    planned_s: int
    extended_s: int = 0
    cause: str = ""


class ItemHeld(Body, frozen=True, kw_only=True):
    """The item on air was stopped; its time stands still."""

    cause: str = ""


class ItemResumed(Body, frozen=True, kw_only=True):
    """The item on air goes on after `held_ms`."""

    held_ms: int
    cause: str = ""


class AdvanceUndone(Body, frozen=True, kw_only=True):
    """The advance recorded from row `undone_seq` on was a mistake: `item` is on air as before.

    `left` is the item that the mistake had put on air ("" when it had ended the conference).
    """

    undone_seq: int
    left: str
    reason: str = ""


class ItemExtended(Body, frozen=True, kw_only=True):
    """`item` was given `seconds` more, or less when negative; on air or still to come."""

    seconds: int
    cause: str = ""
    part: bool = False


class ItemSkipped(Body, frozen=True, kw_only=True):
    """`item` will not be played: it was still to come, or on the debt list and is dropped from it."""

    reason: str = ""
    part: bool = False


class ItemDeferred(Body, frozen=True, kw_only=True):
    """`item` is put off; it stays on the debt list until it is brought back or dropped."""

    reason: str = ""
    part: bool = False


class ItemBroughtBack(Body, frozen=True, kw_only=True):
    """`item`, skipped or deferred before, is to come again, right after the cue `after` ("": first)."""

    after: str
    reason: str = ""
    part: bool = False


class ItemInserted(Body, frozen=True, kw_only=True):
    """An item that no plan had, right after the cue `after` ("": first). `item` of the row is its cue."""

    new: AgendaItem
    after: str
    reason: str = ""
    part: bool = False


class ItemMoved(Body, frozen=True, kw_only=True):
    """`item` stands right after the cue `after` now ("": first)."""

    after: str
    reason: str = ""
    part: bool = False


class ItemEdited(Body, frozen=True, kw_only=True):
    """Fields of `item` are different now; its running time is untouched.

    `how`: edit, substitute (another speaker), on_behalf (read by another), phone (heard by
    telephone), clip (its fallback is played), hall (cut back to the hall), split (what is left of it).
    """

    changes: ItemChanges
    how: str = "edit"
    reason: str = ""
    part: bool = False


class ItemChecked(Body, frozen=True, kw_only=True):
    """A person looked at `check` of `item` before it: it is `done`, or no longer so."""

    check: str
    done: bool


class HoldExplained(Body, frozen=True, kw_only=True):
    """Why `item` was held, said afterwards."""

    cause: str


class OverrunExplained(Body, frozen=True, kw_only=True):
    """Why `item` ran over its time; the newest word counts."""

    cause: str


class ChangeUndone(Body, frozen=True, kw_only=True):
    """The change of the programme recorded from row `undone_seq` on was taken back.

    `undone` is the kind of that row, `item` of this row the item it was about.
    """

    undone_seq: int
    undone: str
    reason: str = ""
