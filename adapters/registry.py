"""From a `kind` in conference.toml to an adapter. Each is imported when it is first asked for.

A third party adds one with an entry point in the group `diemcau.adapters`: the kind as its name, an
`adapters.base.AdapterFactory` as its value. The kinds that come with the program cannot be replaced.
`python -m adapters.registry` prints the table of docs/adapters.md.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from data.folder.model import Source
from data.folder.problem import Problem, ProblemError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from adapters.base import Adapter, AdapterFactory

GROUP = "diemcau.adapters"
_BUILT_IN = {
    "bbb": ("adapters.bigbluebutton", "BigBlueButtonAdapter"),
    "cisco_codec": ("adapters.codecs.cisco", "CiscoCodecAdapter"),
    "cms": ("adapters.cms.adapter", "CmsAdapter"),
    "feed": ("adapters.feeds.adapter", "FeedAdapter"),
    "file": ("adapters.listed.file_drop", "FileDropAdapter"),
    "galene": ("adapters.galene", "GaleneAdapter"),
    "http": ("adapters.listed.over_http", "GenericHttpAdapter"),
    "janus": ("adapters.janus.adapter", "JanusAdapter"),
    "jitsi": ("adapters.jitsi.adapter", "JitsiAdapter"),
    "livekit": ("adapters.livekit.adapter", "LiveKitAdapter"),
    "manual": ("adapters.manual", "ManualAdapter"),
    "pexip": ("adapters.pexip.adapter", "PexipAdapter"),
    "poly": ("adapters.poly.dma", "PolyDmaAdapter"),
    "poly_codec": ("adapters.codecs.poly", "PolyCodecAdapter"),
    "probe": ("adapters.lines.probe", "ProbeAdapter"),
    "trueconf": ("adapters.trueconf", "TrueConfAdapter"),
    "webex": ("adapters.webex", "WebexAdapter"),
    "zoom": ("adapters.zoom.adapter", "ZoomAdapter"),
}


def kinds() -> tuple[str, ...]:
    """Every kind that `make` knows, sorted."""
    return tuple(sorted({*_BUILT_IN, *_plugins()}))


def make(source: Source, real_ns: Callable[[], int]) -> Adapter:
    """The adapter of `source`; `real_ns` is `Clock.real_ns`.

    Raises ProblemError: `source_kind_unknown` (params name, kind, known), `source_kind_broken` when
    a third party's adapter cannot be imported, and what the adapter itself finds wrong in the settings.
    """
    return _factory(source)(source, real_ns)


def _factory(source: Source) -> AdapterFactory:
    if source.kind in _BUILT_IN:
        module, name = _BUILT_IN[source.kind]
        return cast("AdapterFactory", getattr(import_module(module), name))
    plugin = _plugins().get(source.kind)
    if plugin is None:
        known = ", ".join(kinds())
        raise _problem("source_kind_unknown", source, known=known)
    try:
        return cast("AdapterFactory", plugin.load())
    except Exception as error:  # a stranger's import may fail in any way
        raise _problem("source_kind_broken", source, error=type(error).__name__) from error


def _plugins() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP)}


def _problem(code: str, source: Source, **params: str) -> ProblemError:
    return ProblemError(Problem(code=code, params={"name": source.name, "kind": source.kind, **params}))


def coverage() -> list[str]:
    """What each kind of ours can tell and do, as lines of a Markdown table: what the code declares."""
    from adapters.base import Capability, actions_of
    from data.actions.action import ActionKind

    classes = {kind: getattr(import_module(module), name) for kind, (module, name) in _BUILT_IN.items()}
    lines = [_row("can tell", *classes), _row("---", *(":-:" for _ in classes))]
    lines += [_row(one, *(_sign(made, one) for made in classes.values())) for one in Capability]
    lines += [
        _row(f"can {one}", *("yes" if one in actions_of(made) else "" for made in classes.values()))
        for one in ActionKind
    ]
    limits = (getattr(made, "per_minute", None) for made in classes.values())
    lines.append(
        _row("requests a minute", *(str(limit) if isinstance(limit, int) else "" for limit in limits))
    )
    return [*lines, _row("proved on", *(made.proved_on for made in classes.values()))]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _sign(made: type, capability: str) -> str:
    declared: object = getattr(made, "capabilities", None)
    if isinstance(declared, frozenset) and capability in declared:
        return "yes"
    return "mapped" if capability in getattr(made, "mappable", frozenset()) else ""


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in coverage())
