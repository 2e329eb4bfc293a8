"""What the conference folder says: the plan, the points, the sources.

Frozen values. Wall-clock moments are integers, milliseconds since the Unix epoch in UTC (`*_ms`);
planned durations are whole seconds (`*_s`). Text is NFC and cleaned (`data.text.clean`).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

CENTRAL = "central"
HIGH = "high"
PROVINCIAL = "provincial"
DISTRICT = "district"
LEVELS = (CENTRAL, HIGH, PROVINCIAL, DISTRICT)
"""Levels the screens know in this order; a roster may use others, they come after these."""


class ItemKind(StrEnum):
    """What an agenda item is; it decides which readiness questions are asked."""

    OPENING = "opening"
    VIDEO = "video"
    LIVE_FEED = "live_feed"
    PRESENTATION = "presentation"
    DIRECTING = "directing"
    CLOSING = "closing"
    BREAK = "break"


class AgendaItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of the programme.

    `point` is the bridge point on air, which is not always the speaker's own: a provincial chief
    judge may speak from the central hall. `start_ms` is set only when the plan names a start;
    `fixed` says that the start may not move with lateness. `priority` is "protocol" for items that
    are never shortened, else empty. `return_by_ms` is for cutaways that must be back in the hall.
    """

    cue: str
    title: str
    kind: ItemKind
    duration_s: int
    short: str = ""
    speaker: str = ""
    speaker_title: str = ""
    organisation: str = ""
    point: str = ""
    min_duration_s: int | None = None
    start_ms: int | None = None
    fixed: bool = False
    priority: str = ""
    media: str = ""
    media_length_s: int | None = None
    fallback: str = ""
    candidates: tuple[str, ...] = ()
    consent: bool | None = None
    return_by_ms: int | None = None
    record: bool = True
    checklist: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_protocol(self) -> bool:
        """Items of state protocol: untouchable by compression, and F8 asks before them."""
        return self.priority == "protocol"

    @property
    def label(self) -> str:
        """The short title, for a line of the programme."""
        return self.short or self.title


class BridgePoint(msgspec.Struct, frozen=True, kw_only=True):
    """A room that joins by video. `parent` and `cascade_of` are codes of other points.

    `platform_id` is what the platform calls it (an alias, URI or device id), when that is known.
    `cascade_of` names the point that relays this one: it is then seen only through that point.
    """

    code: str
    name: str
    level: str
    region: str = ""
    parent: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    platform_id: str = ""
    cascade_of: str = ""
    contact: str = ""
    phone: str = ""
    phone2: str = ""
    line: str = ""
    backup_line: str = ""
    guests: bool = False
    delegates: int | None = None
    note: str = ""

    @property
    def label(self) -> str:
        """The name for a narrow column."""
        return self.short or self.name


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A `[[source]]` of conference.toml: one platform to poll.

    `interval_s` is the roster cadence. `secrets` maps a setting to the NAME of the environment
    variable that holds it; the value itself never enters this struct. `settings` holds whatever
    else the adapter of this `kind` reads (strings, numbers, booleans), untouched.
    """

    name: str
    kind: str
    url: str = ""
    interval_s: float = 2.0
    timeout_s: float = 5.0
    secrets: dict[str, str] = {}
    settings: dict[str, str | int | float | bool] = {}


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """Every number that decides an alarm or a question; `[thresholds]` of conference.toml.

    Loss bands are per cent of packets over 20 s windows (platforms publish 1, 3 and 10). A figure that
    reached `*_degraded_*` is bad until it is down at `*_clear_*`. `low_level_db` is how far
    below the loudest possible a voice is called too low; `flap_*` are of the last five minutes.
    A running conference of which nobody wrote for `old_resume_h` asks before it goes on; 0 never asks.
    """

    loss_degraded_pct: float = 3.0
    loss_clear_pct: float = 2.0
    loss_bad_pct: float = 10.0
    jitter_degraded_ms: float = 40.0
    jitter_clear_ms: float = 30.0
    rtt_degraded_ms: float = 500.0
    rtt_clear_ms: float = 400.0
    low_level_db: float = 50.0
    flap_on_pct: float = 30.0
    flap_off_pct: float = 25.0
    hold_off_on_air_s: float = 6.0
    hold_off_s: float = 25.0
    expected_before_s: int = 30 * 60
    stale_after_polls: int = 2
    quiet_time_ms: int = 700
    min_take_ms: int = 1000
    young_item_s: int = 30
    young_item_pct: int = 25
    old_resume_h: int = 12

    def hold_off_for(self, *, attended: bool) -> float:
        """Seconds that a room must be gone before it is called down; `attended`: on air, or soon."""
        return self.hold_off_on_air_s if attended else self.hold_off_s


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """`[document]`: the head and foot of official papers.

    `agency` stands above `unit`, whose paper it is; `signer_title` is the office of `signer`, in the
    form it is signed in, and `received_by` whom the papers go to: lines of both are parted by ";". `place` is
    the town beside the date, `venue` the hall where the conference is held. `chair` and `secretary` sign the
    minutes.
    """

    agency: str = ""
    unit: str = ""
    number: str = ""
    place: str = ""
    venue: str = ""
    signer: str = ""
    signer_title: str = ""
    chair: str = ""
    secretary: str = ""
    received_by: str = ""


THEMES = ("dark", "light", "high-contrast", "colour-blind")
GLYPHS = ("auto", "unicode", "ascii")


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """`[console]` of conference.toml: a theme of `THEMES` and the signs of `GLYPHS` to draw with.

    "auto" leaves the choice of signs to what the terminal can show. The bell is silent while state protocol
    is on air, unless `bell_in_protocol`.
    """

    theme: str = "dark"
    glyphs: str = "auto"
    bell_in_protocol: bool = False


class Speaking(msgspec.Struct, frozen=True, kw_only=True):
    """`[speaking]`: seconds of a speaker's first turn in a discussion, and of a later one."""

    first_s: int = 7 * 60
    second_s: int = 3 * 60

    def seconds(self, turn: int) -> int:
        """How long turn 1 or a later one is."""
        return self.first_s if turn == 1 else self.second_s


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """`[backup]`: the second path of the record ("" for none), and minutes between two verified copies.

    A relative path is of the conference folder.
    """

    path: str = ""
    minutes: int = 5


class KeyChoice(msgspec.Struct, frozen=True):
    """One line of `[keys]`: the keys a house wants for an action, as it wrote them, in lower case."""

    action: str
    keys: tuple[str, ...]


class Conference(msgspec.Struct, frozen=True, kw_only=True):
    """A whole conference folder, read and checked. `start_ms` is the planned opening."""

    title: str
    timezone: str
    start_ms: int
    items: tuple[AgendaItem, ...]
    points: tuple[BridgePoint, ...]
    sources: tuple[Source, ...] = ()
    short_title: str = ""
    language: str = "vi"
    hard_end_ms: int | None = None
    hotline: str = ""
    thresholds: Thresholds = Thresholds()
    document: Document = Document()
    look: Look = Look()
    speaking: Speaking = Speaking()
    speed: float = 1.0
    speed_anchor_ms: int = 0
    keys: tuple[KeyChoice, ...] = ()
    backup: Backup = Backup()
