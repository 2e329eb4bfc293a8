"""A state under construction: what the handlers of events work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from data.events import Event
from data.folder.model import AgendaItem
from data.state import Absence, Change, ConferenceState, ItemRun, Stage
from data.timeline import Timeline

UNDO_DEPTH = 200
"""So many changes of the programme can be taken back."""

_FIELDS = ConferenceState.__struct_fields__

_OF_COPIES = ("Exported", "RecordRestored")
"""A copy is made of a conference that nobody runs, too, and a record is restored before anybody runs it."""


class Builder:
    """A ConferenceState under construction; attributes are its fields.

    A dict is copied the first time it is changed, so that what an event did not touch stays the
    same object: screens use that to see what moved.
    """

    def __init__(self, state: ConferenceState) -> None:
        self.__dict__.update({field: getattr(state, field) for field in _FIELDS})
        self.__dict__["_own"] = set[str]()

    if TYPE_CHECKING:  # the fields are set above, whatever they are called
        timeline: Timeline
        items: tuple[AgendaItem, ...]
        frozen: tuple[AgendaItem, ...]
        changes: tuple[Change, ...]
        hard_end_ms: int | None
        opened_ms: int | None
        ended_ms: int | None
        last_take_ns: int | None
        on_air: str
        stage: Stage
        absence: Absence | None

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...

    def freeze(self) -> ConferenceState:
        """The finished state."""
        return ConferenceState(**{field: getattr(self, field) for field in _FIELDS})

    def own(self, name: str) -> dict[str, Any]:
        """The dict called `name`, ours to change."""
        if name not in self._own:
            self._own.add(name)
            setattr(self, name, dict(getattr(self, name)))
        owned: dict[str, Any] = getattr(self, name)
        return owned

    def stamp(self, event: Event) -> None:
        """Take the number and the time of `event`."""
        self.seq = event.seq
        self.timeline = self.timeline.extended(event.at)
        if event.kind not in _OF_COPIES:
            self.heard_ns, self.heard_ms = self.now_ns(), event.at.utc_ms

    def now_ns(self) -> int:
        """Conference time of the event that was stamped last."""
        return self.timeline.last_ns

    def run(self, cue: str) -> ItemRun:
        """How `cue` ran so far."""
        return self.runs.get(cue) or ItemRun()

    def begin(self, event: Event) -> None:
        """`event` begins a change of the programme: what the change touches from now on is kept."""
        begun = Change(
            seq=event.seq,
            at_ns=self.now_ns(),
            at_ms=event.at.utc_ms,
            kind=event.kind,
            item=event.item or "",
            actor=event.actor,
            on_air=self.on_air,
            stage=self.stage,
            opened_ms=self.opened_ms,
            ended_ms=self.ended_ms,
            hard_end_ms=self.hard_end_ms,
            folder_plan=self.folder_plan,
            absence=self.absence,
        )
        self.changes = (*self.changes, begun)[-UNDO_DEPTH:]

    def change_run(self, cue: str, **changes: Any) -> None:
        """Alter how `cue` ran, and keep for the change under way how it was."""
        self.set_run(cue, msgspec.structs.replace(self.run(cue), **changes))

    def set_run(self, cue: str, run: ItemRun) -> None:
        """`run` is how `cue` ran; what it was is kept for the change under way."""
        last = self.last_change
        if last is not None and not any(known == cue for known, _ in last.runs):
            self.amend(runs=(*last.runs, (cue, self.runs.get(cue))))
        self.own("runs")[cue] = run

    def set_items(self, items: tuple[AgendaItem, ...]) -> None:
        """`items` is the programme; what it was is kept for the change under way."""
        last, was = self.last_change, self.items
        if last is not None:
            new = {item.cue: item for item in items}
            kept = {item.cue for item in last.items}
            edited = [i for i in was if i.cue not in kept and new.get(i.cue, i) is not i]
            order = tuple(item.cue for item in was)
            if last.order is None and order != tuple(item.cue for item in items):
                self.amend(order=order)
            if edited:
                self.amend(items=(*last.items, *edited))
        self.items = items

    @property
    def last_change(self) -> Change | None:
        """The change under way, or the last one."""
        return self.changes[-1] if self.changes else None

    def amend(self, **fields: Any) -> None:
        """Fill in the change under way."""
        self.changes = (*self.changes[:-1], msgspec.structs.replace(self.changes[-1], **fields))

    def take_back(self, seq: int) -> None:
        """Everything from the change of row `seq` on becomes as if it had never been."""
        if not any(change.seq == seq for change in self.changes):
            return
        while self.changes:
            last = self.changes[-1]
            self.changes = self.changes[:-1]
            self._restore(last)
            if last.seq == seq:
                return

    def _restore(self, change: Change) -> None:
        runs = self.own("runs")
        for cue, run in change.runs:
            if run is None:
                runs.pop(cue, None)
            else:
                runs[cue] = run
        if change.order is not None or change.items:
            found = {item.cue: item for item in (*self.items, *change.items)}
            order = change.order or tuple(item.cue for item in self.items)
            self.items = tuple(found[cue] for cue in order if cue in found)
        self.hard_end_ms, self.folder_plan = change.hard_end_ms, change.folder_plan
        if change.absence is not None:  # what was answered is asked again
            self.absence = change.absence
        if change.is_advance:
            self.on_air, self.stage = change.on_air, change.stage
            self.opened_ms, self.ended_ms = change.opened_ms, change.ended_ms
            self.last_take_ns = self.now_ns()
        if change.opened:
            self.frozen = ()


Handler: TypeAlias = Callable[[Builder, Event, Any], None]
"""What an event changes: (state under construction, the event, its body of the handler's own kind)."""
