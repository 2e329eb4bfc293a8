"""Live changes of the programme that a person may ask for.

Common to all of them: `item` is a cue. `expect` is the cue that the sender saw on air ("" for
nothing), None when the sender did not look; the change is refused when another is on air by now.
`reason` and `cause` are the person's words (or a code of `data.agenda.programme.CAUSES`); a protocol item
is neither skipped, deferred nor shortened without one. A place is the cue to stand right after:
"" is the very first, None right after the item on air. Every one of them is one change for undo.
"""

from __future__ import annotations

import msgspec

from data.agenda.programme import ItemChanges
from data.folder.model import AgendaItem


class Extend(msgspec.Struct, frozen=True, kw_only=True):
    """Give `item` (None: the one on air) `seconds` more, or fewer when negative.

    On air or to come; never below what it has run already, nor silently below its least time.
    """

    seconds: int
    item: str | None = None
    cause: str = ""
    expect: str | None = None


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """`item` will not be played: one to come, or a deferred one that is dropped from the debt list."""

    item: str
    reason: str = ""
    expect: str | None = None


class Defer(msgspec.Struct, frozen=True, kw_only=True):
    """Put `item` on the debt list, until it is brought back or skipped."""

    item: str
    reason: str = ""
    expect: str | None = None


class BringBack(msgspec.Struct, frozen=True, kw_only=True):
    """A deferred or skipped `item` is to come again, at the place `after`."""

    item: str
    after: str | None = None
    reason: str = ""
    expect: str | None = None


class Insert(msgspec.Struct, frozen=True, kw_only=True):
    """Put `new` at the place `after`. Its cue must be free (`data.agenda.programme.free_cue` names one)."""

    new: AgendaItem
    after: str | None = None
    reason: str = ""
    expect: str | None = None


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """Put `item`, still to come, at the place `after`; never before what has run or is on air."""

    item: str
    after: str | None = None
    reason: str = ""
    expect: str | None = None


class Swap(msgspec.Struct, frozen=True, kw_only=True):
    """`item` and `other`, both still to come, take each other's places."""

    item: str
    other: str
    reason: str = ""
    expect: str | None = None


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """Make `changes` in `item`, on air, to come or deferred. Its running time is not touched.

    `how`: edit, substitute (another speaker), on_behalf (read by another), phone (heard by telephone),
    clip (the fallback is played), hall (cut back to the hall).
    """

    item: str
    changes: ItemChanges
    how: str = "edit"
    reason: str = ""
    expect: str | None = None


class SplitPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a split item: where and how long (s); empty fields are taken from the item."""

    point: str
    duration_s: int
    title: str = ""
    speaker: str = ""
    speaker_title: str = ""
    organisation: str = ""


class Split(msgspec.Struct, frozen=True, kw_only=True):
    """`item`, on air or to come, becomes `parts` one after another; together as long as it was.

    The first part keeps the cue, the others get free ones made from it.
    """

    item: str
    parts: tuple[SplitPart, ...]
    reason: str = ""
    expect: str | None = None


class Jump(msgspec.Struct, frozen=True, kw_only=True):
    """Leave the item `leaves` for `to`, an item to come or a deferred one, wherever it stands.

    `passed` says what becomes of the items jumped over: "keep" (they come after it) or "defer".
    The rest as in `Advance`.
    """

    leaves: str
    to: str
    passed: str = "keep"
    verdict: str = "go"
    why: str = ""
    reason: str = ""
    cause: str = ""


class Compress(msgspec.Struct, frozen=True, kw_only=True):
    """Shorten items to come: `rows` are (cue, seconds given). Made of `data.agenda.compression.proposal`.

    `extends` is (cue, seconds) of an item that gets or gives time in the same change, as in `Extend`:
    what one speaker is granted and who pays for it are undone together.
    """

    rows: tuple[tuple[str, int], ...]
    extends: tuple[str, int] | None = None
    cause: str = ""
    expect: str | None = None


class Replan(msgspec.Struct, frozen=True, kw_only=True):
    """After the opening, go on by another programme: a new version of the plan.

    What ran stays as the record has it; of `items` those that have not run follow, in their order;
    items to come that are not among them are skipped. `folder` is the digest of the folder's programme
    when that is where `items` come from.
    """

    items: tuple[AgendaItem, ...]
    hard_end_ms: int | None
    folder: str = ""
    reason: str = ""
    expect: str | None = None


class ExplainOverrun(msgspec.Struct, frozen=True, kw_only=True):
    """Say why `item`, on air or over, ran over its time; it may be said again, also after the end."""

    item: str
    cause: str


class ExplainHold(msgspec.Struct, frozen=True, kw_only=True):
    """Say why `item`, on air or over, was held: asked afterwards, for the hold itself must not wait."""

    item: str
    cause: str


class CheckItem(msgspec.Struct, frozen=True, kw_only=True):
    """Tick `check` of `item` (`data.agenda.item_checks`), or take the tick back. It changes no programme."""

    item: str
    check: str
    done: bool = True


class UndoChange(msgspec.Struct, frozen=True, kw_only=True):
    """Take back the last change of the programme, `ConferenceState.last_change`, whatever it was.

    `seq` is its first row: it must still be the last one. Everything becomes as if it had never been
    done; both stay on record.
    """

    seq: int
    reason: str = ""


LiveChange = (
    Extend | Skip | Defer | BringBack | Insert | Move | Swap | Edit | Split | Jump | Compress | Replan
)
"""What changes the programme besides advance, hold, resume and undo."""
