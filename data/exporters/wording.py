"""How times, spans and numbers are written in papers, and what an exporter is given to speak with."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from data.exporters.discretion import discreet
from data.instants import utc_datetime
from data.text import clean

LONGEST = 2000
"""Terminal cells that one text may take in a paper."""


_FIGURE = re.compile(r"[+\-]?[\d.,:%]*")


def is_figure(text: str) -> bool:
    """Whether a cell holds a number, a time or nothing at all: these stand under each other."""
    return _FIGURE.fullmatch(text) is not None


class Translate(Protocol):
    """Codes to sentences, and numbers with the marks of the language."""

    def __call__(self, code: str, /, **params: object) -> str:
        """The sentence for `code`."""
        ...

    def has(self, code: str) -> bool:
        """Whether there is one."""
        ...

    def number(self, value: float, decimals: int = 0) -> str:
        """`value` as people write it."""
        ...


class Words:
    """The language, the timezone and the discretion of one paper. None is written "-"."""

    def __init__(self, t: Translate, timezone: str, *, contacts: bool) -> None:
        self.t = t
        self.contacts = contacts
        self._zone = ZoneInfo(timezone)

    def local(self, utc_ms: int) -> datetime:
        """The wall clock of the hall, with its offset."""
        return utc_datetime(utc_ms).astimezone(self._zone)

    def text(self, text: str) -> str:
        """Text from outside, one harmless line of it."""
        return clean(discreet(text, contacts=self.contacts), LONGEST)

    def raw(self, text: str) -> str:
        """Text of the record as it stands there, links, passwords and unwanted numbers apart."""
        return discreet(text, contacts=self.contacts)

    def word(self, family: str, code: str) -> str:
        """The word `family.code`, else the code."""
        known = f"{family}.{code}"
        return self.t(known) if code and self.t.has(known) else self.text(code)

    def reason(self, code: str) -> str:
        """Why something is a fault: of a room, or of a source that does not answer."""
        known = self.t.has(f"reason.{code}") or not self.t.has(code)
        return self.word("reason", code) if known else self.t(code)

    def level(self, level: str) -> str:
        """The name of a level as papers have it; "" is all of them together."""
        known = f"report.level.{level or 'total'}"
        return self.t(known) if self.t.has(known) else self.text(level)

    def sentence(self, told: str) -> str:
        """What a row says, with a capital: on paper it stands alone."""
        return told[:1].upper() + told[1:]

    def hour(self, utc_ms: int | None) -> str:
        """ "14:30"."""
        return "-" if utc_ms is None else f"{self.local(utc_ms):%H:%M}"

    def time(self, utc_ms: int | None) -> str:
        """ "14:30:05"."""
        return "-" if utc_ms is None else f"{self.local(utc_ms):%H:%M:%S}"

    def date(self, utc_ms: int | None) -> str:
        """ "16/06/2024"."""
        return "-" if utc_ms is None else f"{self.local(utc_ms):%d/%m/%Y}"

    def prose_time(self, utc_ms: int | None) -> str:
        """The hour as official prose has it."""
        if utc_ms is None:
            return self.t("report.unknown_time")
        at = self.local(utc_ms)
        return self.t("report.prose_time", hour=f"{at:%H}", minute=f"{at:%M}")

    def prose_date(self, utc_ms: int | None) -> str:
        """The day as official papers have it: days below 10, January and February take a nought."""
        if utc_ms is None:
            return self.t("report.unknown_date")
        at = self.local(utc_ms)
        month = f"{at:%m}" if at.month < 3 else str(at.month)
        return self.t("report.prose_date", day=f"{at:%d}", month=month, year=str(at.year))

    def minutes(self, ms: int | None, *, signed: bool = False) -> str:
        """Minutes with one decimal."""
        if ms is None:
            return "-"
        written = self.t.number(abs(ms) / 60_000, 1)
        sign = "" if not signed or round(abs(ms) / 6000) == 0 else ("+" if ms > 0 else "-")
        return sign + written

    def share(self, share: float | None) -> str:
        """0.925 as per cent, one decimal."""
        return "-" if share is None else f"{self.t.number(share * 100, 1)}%"
