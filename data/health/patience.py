"""What is remembered of a room between polls, and how long a fault or a recovery must last. No clock.

Soft first: a raw fault is only "being checked" until its hold-off is over or two windows of three
were bad. A hold-off is over when it is over (`ripened`), not when somebody looks again. A recovery
needs two good polls. What changes all the time is flapping, not well.
"""

from __future__ import annotations

import math
from collections import deque

from data.folder.model import Thresholds
from data.health.flapping import Flapping
from data.health.media_meter import Meter
from data.health.reading import Health
from data.units import NS_PER_S

WINDOWS = 3
DEGRADED_WINDOWS = 2
RECOVERY_POLLS = 2
FIGURES_HOLD_NS = 60 * NS_PER_S
"""Figures of a leg that was not measured again count for so long, bad and good ones."""

_SHOWS = frozenset({Health.OK, Health.DEGRADED, Health.DOWN})


class MediaVerdict:
    """The word of the media of leg `ref`, OK or bad, and when it was measured."""

    __slots__ = ("at_ns", "health", "reason", "ref")

    def __init__(self, ref: str, health: Health, reason: str, at_ns: int) -> None:
        self.ref, self.health, self.reason, self.at_ns = ref, health, reason, at_ns

    def holds(self, ref: str, at_ns: int) -> bool:
        """Whether it still speaks for this leg."""
        return ref == self.ref and at_ns < self.until_ns

    @property
    def until_ns(self) -> int:
        """From when on it says nothing any more."""
        return self.at_ns + FIGURES_HOLD_NS


class Track:
    """What must be remembered about one point between polls; owned by whoever polls.

    `shown` is what patience has come to, flapping aside; `down_reason` why it was last down raw; `high`
    names the figures that are over their bands; `measured` is the last word of the media, None
    where they told nothing.
    """

    __slots__ = (
        "down_reason",
        "down_since_ns",
        "first_seen_ns",
        "flaps",
        "good",
        "high",
        "last_raw",
        "measured",
        "meters",
        "ref",
        "shown",
        "shown_reason",
        "windows",
    )

    def __init__(self, shown: Health = Health.UNKNOWN, reason: str = "") -> None:
        self.shown = shown
        self.shown_reason = reason
        self.windows: deque[bool] = deque(maxlen=WINDOWS)
        self.down_since_ns: int | None = None
        self.down_reason = ""
        self.good = 0
        self.ref = ""
        self.first_seen_ns: int | None = None
        self.meters: dict[str, Meter] = {}
        self.high: set[tuple[str, str]] = set()
        self.measured: MediaVerdict | None = None
        self.flaps: Flapping | None = None
        self.last_raw: Health | None = None

    def seen(self, ref: str, at_ns: int) -> None:
        """A leg called `ref` is there; a new ref (or a new watcher) starts its own first figures."""
        if ref != self.ref or self.first_seen_ns is None:
            self.ref, self.first_seen_ns = ref, at_ns

    def keep_only(self, refs: set[str]) -> None:
        """Forget the media of legs that have gone."""
        if not self.meters.keys() <= refs:
            self.meters = {ref: meter for ref, meter in self.meters.items() if ref in refs}
        if self.high:
            self.high = {(ref, figure) for ref, figure in self.high if ref in refs}

    def is_over(self, ref: str, figure: str, value: float | None, enter: float, leave: float) -> bool:
        """Hysteresis: bad from `enter` on until it is down at `leave`. What was not said changes nothing."""
        key = (ref, figure)
        if value is None:
            return key in self.high
        if value >= enter or (key in self.high and value > min(leave, enter)):
            self.high.add(key)
            return True
        self.high.discard(key)
        return False

    @property
    def is_hurt(self) -> bool:
        """Bad by the last word of its media."""
        return self.measured is not None and self.measured.health is not Health.OK

    @property
    def is_falling(self) -> bool:
        """Down by the last word on it, and not shown so yet."""
        return self.down_since_ns is not None and self.shown is not Health.DOWN

    @property
    def is_flapping(self) -> bool:
        """Whether it changes all the time."""
        return self.flaps is not None and self.flaps.on

    @property
    def is_at_rest(self) -> bool:
        """Nothing is remembered that time alone would change, but for a good word that ends."""
        settled = self.good >= RECOVERY_POLLS or (self.shown is Health.UNKNOWN and not any(self.windows))
        return settled and not self.high and not self.is_hurt and not self.is_flapping


def settle(
    track: Track, raw: Health, reason: str, at_ns: int, *, hold_off_s: float, limits: Thresholds
) -> tuple[Health, str, bool]:
    """Patience: (health to show, its reason, whether a raw fault is still being checked)."""
    _note_change(track, raw, at_ns, limits)
    health, why, checking = _settle(track, raw, reason, at_ns, hold_off_s)
    if track.is_flapping and health is Health.OK:
        return Health.DEGRADED, "flapping", checking
    return health, why, checking


def ripened(track: Track, at_ns: int, hold_off_s: float) -> bool:
    """Whether it has been down, by all that was said since, for as long as the hold-off."""
    return track.down_since_ns is not None and at_ns >= ripe_ns(track.down_since_ns, hold_off_s)


def ripe_ns(down_since_ns: int, hold_off_s: float) -> int:
    """When the hold-off of what is down since then ends."""
    return down_since_ns + math.ceil(hold_off_s * NS_PER_S)


def _note_change(track: Track, raw: Health, at_ns: int, limits: Thresholds) -> None:
    if raw not in _SHOWS:
        return
    changed = track.last_raw is not None and raw is not track.last_raw
    track.last_raw = raw
    if changed and track.flaps is None:
        track.flaps = Flapping(limits.flap_on_pct, limits.flap_off_pct)
    if track.flaps is not None:
        track.flaps.note(at_ns, changed=changed)


def _settle(
    track: Track, raw: Health, reason: str, at_ns: int, hold_off_s: float
) -> tuple[Health, str, bool]:
    track.windows.append(raw in (Health.DEGRADED, Health.DOWN))
    if raw is Health.OK:
        return _settle_good(track)
    track.good = 0
    if raw is not Health.DOWN:
        track.down_since_ns = None
    elif track.down_since_ns is None:
        track.down_since_ns = at_ns
    if raw is Health.UNKNOWN:
        return _show(track, Health.UNKNOWN, reason)
    if track.down_since_ns is not None:
        track.down_reason = reason
        if track.shown is Health.DOWN or ripened(track, at_ns, hold_off_s):
            return _show(track, Health.DOWN, reason)
        return track.shown, track.shown_reason, True
    if track.shown is Health.DEGRADED or sum(track.windows) >= DEGRADED_WINDOWS:
        return _show(track, Health.DEGRADED, reason)
    return track.shown, track.shown_reason, True


def _settle_good(track: Track) -> tuple[Health, str, bool]:
    track.good += 1
    track.down_since_ns = None
    if track.shown in (Health.OK, Health.UNKNOWN) or track.good >= RECOVERY_POLLS:
        return _show(track, Health.OK, "")
    return track.shown, track.shown_reason, False


def _show(track: Track, health: Health, reason: str) -> tuple[Health, str, bool]:
    track.shown, track.shown_reason = health, reason
    return health, reason, False
