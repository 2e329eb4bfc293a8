"""From a row of somebody's list to a Participant, as the `field_…` settings of a source say.

A setting names where in the row a field lies: a key, keys joined by dots, or any JMESPath expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from adapters.base import Capability
from adapters.settings import Settings
from adapters.transport.units import BITRATES, RATIOS, SPANS, bps, count, milliseconds, percent, utc_ms
from data.health.reading import Participant, Presence, Stream
from data.text import clean

Reader = Callable[[Any], Any]

YES = "true, yes, 1, on, connected, active"
TEXTS = ("ref", "name", "alias", "address", "role")
FLAGS = ("media", "hold", "mute_server", "mute_local", "presenting")
NO = "false, no, 0, off, disconnected, inactive"
FIGURES = ("bitrate", "loss", "jitter", "rtt", "received", "lost")
KINDS = ("audio", "video")
FIELDS = (
    *TEXTS,
    *FLAGS,
    "quality",
    "joined",
    "hand",
    *(f"{kind}_{one}" for kind in KINDS for one in FIGURES),
)
_TELLS = {
    "media": Capability.MEDIA,
    "hold": Capability.HOLD,
    "mute_server": Capability.MUTE_SERVER,
    "mute_local": Capability.MUTE_LOCAL,
    "presenting": Capability.PRESENTING,
    "quality": Capability.QUALITY,
    "joined": Capability.CONNECTED_AT,
    "hand": Capability.HAND,
}
_FIGURE_TELLS = {one: Capability(one) for one in ("bitrate", "loss", "jitter", "rtt")}
MAPPABLE = frozenset({Capability.ROSTER, Capability.STREAMS, *_TELLS.values(), *_FIGURE_TELLS.values()})
"""What a source can tell when every field is mapped."""
_OURS = {"hold": "on_hold", "joined": "connected_at_ms", "hand": "hand_ms"}
_TEXT_CELLS = 200
_REMEMBERED_CHARS = 1_000_000


def path(expression: str) -> Reader:
    """What an expression finds; keys joined by dots do not pay for JMESPath. Raises JMESPathError."""
    keys = expression.split(".")
    if not all(key.isidentifier() and key.isascii() for key in keys):
        return _tolerant(jmespath.compile(expression).search)
    if len(keys) == 1:
        key = keys[0]
        return lambda row: row.get(key) if type(row) is dict else None

    def walk(row: Any) -> Any:
        for key in keys:
            if not isinstance(row, dict):
                return None
            row = row.get(key)
        return row

    return walk


def _nothing(_row: Any) -> None:
    """A field that no setting names."""


def _figures(settings: Settings) -> Mapping[str, tuple[str, Reader]]:
    """By our word for a figure: its field of a Stream, and what makes it."""
    bitrate = BITRATES[settings.choice("unit_bitrate", *BITRATES)]
    loss = RATIOS[settings.choice("unit_loss", *RATIOS)]
    delay = SPANS[settings.choice("unit_delay", *SPANS)]
    return {
        "bitrate": ("bitrate_bps", partial(bps, unit=bitrate)),
        "loss": ("loss_pct", partial(percent, unit=loss)),
        "jitter": ("jitter_ms", partial(milliseconds, unit=delay)),
        "rtt": ("rtt_ms", partial(milliseconds, unit=delay)),
        "received": ("packets_received", count),
        "lost": ("packets_lost", count),
    }


def _tolerant(search: Reader) -> Reader:
    """An expression that does not fit a row finds nothing there."""

    def read(row: Any) -> Any:
        try:
            return search(row)
        except (JMESPathError, TypeError, ValueError, RecursionError):
            return None

    return read


class _Made(dict[str, Any]):
    """What was made of texts: the same names, words and figures come again with every answer."""

    def __init__(self, make: Reader) -> None:
        self.make = make
        self._chars = 0

    def __missing__(self, text: str) -> Any:
        self._chars += len(text)
        if self._chars > _REMEMBERED_CHARS:
            self.clear()
            self._chars = len(text)
        self[text] = found = self.make(text)
        return found


_Field = tuple[str, Reader, _Made]
"""(our name of it, where it lies in a row, what makes it)."""


class FieldMap:
    """The fields of one source. With `own_names` a field lies under its own name unless told else.

    Settings: `field_NAME` for each of `FIELDS` (only `field_name` is needed; `ref` is then the name),
    `unit_bitrate`, `unit_loss`, `unit_delay` for bare numbers, `yes` and `no` the words that mean so,
    `quality_1` to `quality_4` the platform's words from good to terrible. Raises ProblemError.
    """

    def __init__(self, settings: Settings, *, own_names: bool = False) -> None:
        readers = {field: _reader(settings, field, own_names) for field in FIELDS}
        self._read = {field: read for field, read in readers.items() if read is not None}
        if "name" not in self._read:
            raise settings.missing("field_name")
        self._yes, self._no = _words(settings.text("yes", YES)), _words(settings.text("no", NO))
        self._quality = {
            word: grade for grade in range(1, 5) for word in _words(settings.text(f"quality_{grade}"))
        }
        self._ref: Reader = self._read.get("ref", _nothing)
        self._name = self._read["name"]
        self._refs = _Made(_text)
        self._makers = self._mapped("", dict(self._texts_and_flags()))
        figures = _figures(settings)
        streams = ((kind, self._mapped(f"{kind}_", figures)) for kind in KINDS)
        self._streams = [(kind, found) for kind, found in streams if found]
        self._known: dict[str, tuple[Any, Participant]] = {}

    def _mapped(self, prefix: str, known: Mapping[str, tuple[str, Reader]]) -> list[_Field]:
        """Those of `known` that a setting names."""
        return [
            (field, self._read[prefix + one], _Made(make))
            for one, (field, make) in known.items()
            if prefix + one in self._read
        ]

    def _texts_and_flags(self) -> Iterable[tuple[str, tuple[str, Reader]]]:
        makers: dict[str, Reader] = {one: _text for one in TEXTS if one != "ref"}
        makers |= dict.fromkeys(FLAGS, self._flag)
        makers |= {"quality": self._grade, "joined": utc_ms, "hand": _raised}
        return ((one, (_OURS.get(one, one), make)) for one, make in makers.items())

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What these fields can tell."""
        found = {Capability.ROSTER, *(_TELLS[field] for field in self._read if field in _TELLS)}
        if self._streams:
            found.add(Capability.STREAMS)
        named = {field.partition("_")[2] for field in self._read if field.startswith(KINDS)}
        return frozenset(found | {_FIGURE_TELLS[one] for one in named & set(_FIGURE_TELLS)})

    def participants(self, rows: list[Any]) -> list[Participant]:
        """One participant a ref, in the order given. Rows without name and ref are left out.

        A row that says what it said last time is not read again.
        """
        before, self._known = self._known, {}
        refs = self._refs
        for row in rows:
            ref = refs[given] if type(given := self._ref(row)) is str else _text(given)
            ref = ref or _text(self._name(row))
            if not ref:
                continue
            known = before.get(ref)
            if known is None or known[0] != row:
                known = row, self._participant(ref, row)
            self._known[ref] = known
        return [one for _, one in self._known.values()]

    def _participant(self, ref: str, row: Any) -> Participant:
        said = _said(self._makers, row)
        figures = ((kind, _said(fields, row)) for kind, fields in self._streams)
        streams = tuple(
            [
                Stream(kind=kind, direction="rx", **told)
                for kind, told in figures
                if any(map(_is_told, told.values()))
            ]
        )
        presence = _presence(said.pop("media", None), said.get("on_hold"))
        return Participant(ref=ref, presence=presence, streams=streams, **said)

    def _flag(self, value: Any) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        word = str(value).strip().casefold() if isinstance(value, str | int) else ""
        return True if word in self._yes else False if word in self._no else None

    def _grade(self, value: Any) -> int | None:
        if isinstance(value, str):
            return self._quality.get(value.strip().casefold())
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 4 else None


def _raised(value: Any) -> int | None:
    """Since when a hand is up; an instant of nought, as nothing at all, is one that is down."""
    return utc_ms(value) or None


def _is_told(value: object) -> bool:
    return value is not None


def _presence(media: bool | None, hold: bool | None) -> Presence:
    if media is None:
        return Presence.LISTED
    if not media:
        return Presence.SIGNALLING
    return Presence.HOLD if hold else Presence.MEDIA


def _said(fields: list[_Field], row: Any) -> dict[str, Any]:
    return {
        field: made[value] if type(value := read(row)) is str else made.make(value)
        for field, read, made in fields
    }


def _text(value: Any) -> str:
    if isinstance(value, str):
        return clean(value, _TEXT_CELLS).strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else ""


def _words(text: str) -> frozenset[str]:
    return frozenset(word for part in text.split(",") if (word := part.strip().casefold()))


def _reader(settings: Settings, field: str, own_names: bool) -> Reader | None:
    expression = settings.text(f"field_{field}", field if own_names else "")
    return compiled(settings, f"field_{field}", expression) if expression else None


def compiled(settings: Settings, setting: str, expression: str) -> Reader:
    """`path`, its complaint turned into a problem of `setting`."""
    try:
        return path(expression)
    except JMESPathError as error:
        raise settings.bad(setting, type(error).__name__) from None
