"""What the platforms of the conformance suite have in common; `kit.contracts.subjects` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape

from kit.contracts.conformance import Leg

from adapters.base import Adapter
from adapters.registry import make
from data.folder.model import Source

SECRET_NAME = "DIEMCAU_TEST_SECRET"


class Subject:
    """What the subjects have in common."""

    kind = ""
    pages = False
    refs_change = True
    tells_media = True
    secret = "password"
    settings: Mapping[str, str | int | float | bool] = MappingProxyType({})

    def source(self, url: str, **fields: Any) -> Source:
        settings = {**self.settings, **fields.pop("settings", {})}
        known = {"timeout_s": 5.0, **fields}
        return Source(name="nguồn", kind=self.kind, url=url, settings=settings, **known)

    def make(self, source: Source, real_ns: Callable[[], int]) -> Adapter:
        return make(source, real_ns)


def said(**fields: Any) -> dict[str, Any]:
    """The fields that are said at all."""
    return {name: value for name, value in fields.items() if value is not None}


def rate_of(leg: Leg, flowing: object, still: object) -> object:
    """The rate of the leg, or one that fits what is said of its media; None where nothing is."""
    if leg.bitrate is not None or leg.media is None:
        return leg.bitrate
    return flowing if leg.media else still


def xml(fields: dict[str, Any]) -> str:
    """Nested elements."""
    return "".join(
        f"<{name}>{xml(value) if isinstance(value, dict) else escape(str(value))}</{name}>"
        for name, value in fields.items()
    )
