"""The log strip of the operator's desk. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len

from console.faults import Faults
from console.text.events.named import told_by_name
from console.text.sentences import Text, local_time
from data import events as ev
from data.events import Event
from data.finding.place_names import short_region
from data.folder.model import BridgePoint
from widgets.event_feed import SUBJECT_CELLS, Feed, FeedRow
from widgets.line import plain
from widgets.tone import Tone

MADE_AT_MOST = 400
IN_DOUBT = (ev.ActionUnverified, ev.ActionFailed)
"""Somebody believes that it was done, and nobody knows, or it was not."""


class FeedMaker:
    """The log strip, newest first. A row is made once: most of them stand through many pictures."""

    def __init__(self, timezone: str, t: Text) -> None:
        self._timezone = timezone
        self._t = t
        self._points: Mapping[str, BridgePoint] = {}
        self._made: dict[tuple[int, bool], tuple[Event, FeedRow]] = {}

    def make(
        self,
        events: Iterable[Event],
        *,
        unwritten_from: int,
        points: Mapping[str, BridgePoint],
        faults: Faults,
        more: bool = False,
    ) -> Feed:
        """Rows from the sequence number `unwritten_from` on are not in the log yet. `more` tells whoever has
        not been there yet where the rest is.
        """
        if points is not self._points:
            self._points, self._made = points, {}
        rows = [self._row(event, faults, unwritten=event.seq >= unwritten_from) for event in events]
        if len(self._made) > MADE_AT_MOST:
            self._made.clear()
        right = self._t("desk.feed.more") if more else ""
        return Feed(heading=self._t("panel.log"), rows=tuple(rows), right=right)

    def _row(self, event: Event, faults: Faults, *, unwritten: bool) -> FeedRow:
        known = self._made.get((event.seq, unwritten))
        if known is not None and known[0] is event:
            return known[1]
        told = told_by_name(event, self._t, self._points, faults)
        row = _feed_row(event, told, self._timezone, self._t, unwritten=unwritten)
        self._made[event.seq, unwritten] = event, row
        return row


def _feed_row(event: Event, told: tuple[str, str], timezone: str, t: Text, *, unwritten: bool) -> FeedRow:
    subject, text = _whole(*told)
    return FeedRow(
        time=local_time(event.at.utc_ms, timezone),
        subject=subject,
        text=f"{t('strip.unwritten')}  {text}" if unwritten else text,
        tone=Tone.STOP if unwritten else Tone.ASK if isinstance(event.body, IN_DOUBT) else Tone.PLAIN,
    )


def _whole(subject: str, text: str) -> tuple[str, str]:
    """A name too long for the column of codes, a region's, stands in the sentence, where nothing cuts it."""
    if cell_len(plain(subject)) <= SUBJECT_CELLS:
        return subject, text
    return "", text if subject in text else f"{short_region(subject)}: {text}"
