"""Codes become sentences here, and numbers and times become what a clerk in Vietnam reads.

`t = translator("vi"); t("refusal.too_soon", wait_s=1)`. Message ids are dotted ASCII codes; the
catalogs are `locale/<language>/LC_MESSAGES/{console,cli,problems}.mo`. Nothing here raises for a
missing id or a missing parameter: a console in use shows the code rather than a traceback.
"""

from __future__ import annotations

import gettext
import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.instants import utc_datetime
from data.text import clean
from data.units import MS_PER_MINUTE

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Translate: TypeAlias = Callable[..., str]
"""`t(code, **params)`: the sentence in the reader's language."""

DEFAULT_LANGUAGE = "vi"
LANGUAGES = ("vi", "en")
LOCALE = Path(__file__).parents[1] / "locale"
NOTHING = "-"
LONGEST_PARAM = 400
"""Terminal cells that one parameter may take in a sentence."""
MINUTES_A_DAY = 24 * 60
KEY_NAME = re.compile(r"(?<![\w^])(?:F[1-9]|\^[A-Z]|Ctrl\+[A-Z])(?!\w)")
"""How a sentence writes a key of the table."""
_SWAP = str.maketrans(",.", ".,")


def number(value: float, decimals: int = 0, language: str = DEFAULT_LANGUAGE) -> str:
    """1284 as "1.284" and 0.3 as "0,3" in Vietnamese; "1,284" and "0.3" in English."""
    written = f"{value:,.{decimals}f}"
    return written.translate(_SWAP) if language == "vi" else written


class _Number:
    """A number among the parameters.

    A catalog may write it `{n}`, `{n:n}` (grouped), `{n:n1}` (one decimal), or `{ms:s}`:
    milliseconds as seconds with one decimal, rounded up so that a wait never reads zero.
    """

    def __init__(self, value: float, language: str) -> None:
        self._value, self._language = value, language

    def __format__(self, spec: str) -> str:
        if spec == "s":
            return number(math.ceil(self._value / 100) / 10, 1, self._language)
        if spec.startswith("n"):
            return number(self._value, int(spec[1:] or 0), self._language)
        written = format(self._value, spec)
        return written.replace(".", ",") if self._language == "vi" else written


class _Params:
    """What a pattern may name, made harmless when it does: most of what an event holds no sentence names.

    A parameter that nobody gave shows its own name.
    """

    __slots__ = ("_given", "_language")

    def __init__(self, given: Mapping[str, object], language: str) -> None:
        self._given = given
        self._language = language

    def __getitem__(self, key: str) -> object:
        if key not in self._given:
            return "{" + key + "}"
        return _param(self._given[key], self._language)


def _param(value: object, language: str) -> object:
    if isinstance(value, bool) or value is None:
        return NOTHING if value is None else str(value)
    if isinstance(value, int | float):
        return _Number(value, language)
    return clean(str(value), LONGEST_PARAM)


def _catalogs(language: str) -> gettext.NullTranslations:
    """Every domain of a language, one for each room of the console; an unreadable file counts as empty."""
    merged = gettext.NullTranslations()
    for path in sorted((LOCALE / language / "LC_MESSAGES").glob("*.mo")):
        try:
            with path.open("rb") as file:
                merged.add_fallback(gettext.GNUTranslations(file))
        except (OSError, ValueError):
            continue
    return merged


class Text:
    """One language: callable as a `Translate`, and the writer of its numbers.

    Sentences name keys as the table of actions does; `key_names` turns those that a house calls
    otherwise ("F8": "F9"). The name of a key alone, `t("F8")`, is turned likewise.
    """

    def __init__(self, language: str = DEFAULT_LANGUAGE, key_names: Mapping[str, str] | None = None) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._key_names = key_names or {}
        self._catalogs = _catalogs(self.language)
        self._patterns: dict[str, str] = {}

    def __call__(self, code: str, /, **params: object) -> str:
        """The sentence for `code`, else the English one, else `code` itself."""
        pattern = self._patterns.get(code) or self._pattern(code)
        if not params:
            return pattern
        try:
            return pattern.format_map(_Params(params, self.language))
        except (ValueError, LookupError, AttributeError, TypeError):
            return pattern

    def _pattern(self, code: str) -> str:
        pattern = self._catalogs.gettext(code)
        if pattern == code and "." in code and self.language != "en":  # the name of a key is no id
            pattern = translator("en")(code)
        if self._key_names:
            pattern = KEY_NAME.sub(lambda key: self._key_names.get(key[0], key[0]), pattern)
        self._patterns[code] = pattern
        return pattern

    def naming(self, key_names: Mapping[str, str]) -> Text:
        """The same language in a house with these keys."""
        return Text(self.language, key_names) if key_names else self

    def has(self, code: str) -> bool:
        """Whether this language has a sentence of its own for `code`."""
        return self._catalogs.gettext(code) != code

    def number(self, value: float, decimals: int = 0) -> str:
        """`value` with this language's marks."""
        return number(value, decimals, self.language)

    def offset(self, seconds: float | None) -> str:
        """Against the plan, in whole minutes: "TRỄ 4'", "SỚM 2'", "ĐÚNG GIỜ"; "-" when unknown.

        From a day on in whole days ("SỚM 2 ngày"): a rehearsal is seldom on the day itself.
        """
        if seconds is None:
            return NOTHING
        whole = int(abs(seconds) // 60)
        if whole == 0:
            return self("offset.on_time")
        way = "late" if seconds > 0 else "early"
        if whole >= MINUTES_A_DAY:
            return self(f"offset.{way}.days", days=whole // MINUTES_A_DAY)
        return self(f"offset.{way}", minutes=whole)

    def age(self, seconds: float | None) -> str:
        """How old a thing is: "0,9 s", "14 s", "1'28", "2:05'00"; "-" when unknown."""
        if seconds is None:
            return NOTHING
        seconds = max(0.0, seconds)
        if seconds < 10:
            return f"{self.number(int(seconds * 10) / 10, 1)} s"
        return f"{int(seconds)} s" if seconds < 60 else stopwatch(seconds)


@lru_cache(maxsize=len(LANGUAGES))
def translator(language: str = DEFAULT_LANGUAGE) -> Text:
    """The one `Text` of `language`; an unknown language reads as Vietnamese."""
    return Text(language)


def clock(seconds: float | None) -> str:
    """A running clock: "06:52", "1:02:03"; below zero is overrun, "+00:42"; None is "-".

    Parts of a second are dropped towards zero; elapsed and remaining only add up to the duration
    when the caller counts both in whole seconds.
    """
    if seconds is None:
        return NOTHING
    whole = abs(int(seconds))
    hours, left = divmod(whole, 3600)
    written = f"{hours}:{left // 60:02d}:{left % 60:02d}" if hours else f"{left // 60:02d}:{left % 60:02d}"
    return f"+{written}" if seconds < 0 and whole else written


def minutes(seconds: float | None) -> str:
    """A planned length in whole minutes, "9'"; shorter than one minute in seconds, "45 s"."""
    if seconds is None:
        return NOTHING
    return f"{int(seconds // 60)}'" if seconds >= 60 or seconds <= 0 else f"{int(seconds)} s"


def deviation(seconds: float | None) -> str:
    """Overrun of a done item: "+1'", "+0'", "-3'"; "-" when unknown."""
    return NOTHING if seconds is None else f"{int(seconds / 60):+d}'"


def stopwatch(seconds: float | None) -> str:
    """Minutes and seconds as technicians write them: "1'28", "12'05", "1:02'03"."""
    if seconds is None:
        return NOTHING
    whole = max(0, int(seconds))
    hours, left = divmod(whole, 3600)
    return f"{hours}:{left // 60:02d}'{left % 60:02d}" if hours else f"{left // 60}'{left % 60:02d}"


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _local(utc_ms: int, timezone: str) -> datetime:
    return utc_datetime(utc_ms).astimezone(_zone(timezone))


def local_time(utc_ms: int | None, timezone: str) -> str:
    """ "14:30:05" in `timezone` (an IANA name); None is "-"."""
    return NOTHING if utc_ms is None else f"{_local(utc_ms, timezone):%H:%M:%S}"


def local_hour(utc_ms: int | None, timezone: str) -> str:
    """ "14:30" in `timezone`; None is "-"."""
    return NOTHING if utc_ms is None else _hour_of(utc_ms // MS_PER_MINUTE, timezone)


@lru_cache(maxsize=1024)
def _hour_of(minute: int, timezone: str) -> str:
    """A programme asks for the same few minutes at every repaint."""
    return f"{_local(minute * MS_PER_MINUTE, timezone):%H:%M}"


def local_date(utc_ms: int | None, timezone: str) -> str:
    """ "16/06/2024" in `timezone`; None is "-"."""
    return NOTHING if utc_ms is None else f"{_local(utc_ms, timezone):%d/%m/%Y}"
