"""What every kind of source is put through, line by line; and where a line does not apply, why not.

A test says what it proves by `@proves(LINE, …)`. The kinds that it runs on are those of its `subject`s, or
are named. `PYTHONPATH=tests python -m kit.contracts.lines` prints the table of docs/adapters.md.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

from kit.product import ROOT

from adapters.registry import kinds

LINES: Mapping[str, str] = MappingProxyType(
    {
        "pages": "pages that shift",
        "twice": "a leg listed twice",
        "counters": "counters that restart",
        "units": "figures with units",
        "missing": "missing fields: unknown, never 0",
        "said no": "a no where an answer should be (HTTP 200)",
        "refused": "401, 403: refused, asked once",
        "rest": "429, 503 with Retry-After",
        "slow": "a body that drips",
        "cut off": "a body cut off",
        "charset": "another charset",
        "too big": "over 8 MB",
        "tls": "TLS told from no connection; expired",
        "redirect": "a redirect to another host",
        "restart": "everything gone at once",
        "names": "NFC, NFD, hostile names",
        "clock": "a platform's clock that is wrong",
        "garbled": "hundreds of garbled answers",
        "secrets": "secrets in logs, errors, tracebacks, exports",
    }
)
TESTS = ROOT / "tests" / "adapters"

_ONE_ANSWER = {"pages": "its list is one answer"}
_DEVICE = "a device is in one call at a time, and says so in one answer"
_FILE = "a file answers nothing: it is there, whole and new, or it is not"
_OWN = "what it tells is measured here, by our own clock and in our own units"
_NO_HTTP = "it speaks no HTTP"

NOT_APPLICABLE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("bbb", "galene", "http", "janus", "livekit", "poly"), _ONE_ANSWER),
        **dict.fromkeys(("cisco_codec", "poly_codec"), dict.fromkeys(("pages", "twice"), _DEVICE)),
        "jitsi": {"pages": "its room is pushed, and what is beside it is one answer"},
        "feed": {
            "pages": "a playlist is one answer",
            "units": "a playlist counts in whole seconds and in segments",
            "clock": "nothing that it says is dated",
        },
        "file": {
            **_ONE_ANSWER,
            **dict.fromkeys(("said no", "refused", "rest", "slow", "tls", "redirect"), _FILE),
            "secrets": "it has none",
        },
        "manual": {line: "it asks nobody" for line in LINES if line != "missing"},
        "probe": {
            "pages": "a line is one question and one answer",
            "units": _OWN,
            "clock": _OWN,
            "cut off": "an answer is a datagram or a connection: there is no half of it",
            "charset": "no text of an answer is read",
            **dict.fromkeys(("said no", "rest", "too big", "tls", "redirect"), _NO_HTTP),
        },
    }
)
"""By kind and line: why it does not apply. Every other cell is run by a test."""


T = TypeVar("T", bound=Callable[..., Any])


def proves(*lines: str, kinds: Sequence[str] = ()) -> Callable[[T], T]:
    """What a test proves, of the kinds of its subjects or of those named."""
    assert set(lines) <= set(LINES), lines

    def mark(test: T) -> T:
        test.__dict__.update(proves=lines, kinds=tuple(kinds))
        return test

    return mark


def proofs() -> dict[tuple[str, str], list[str]]:
    """The tests that run each cell, by (kind, line)."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        if "@proves(" not in path.read_text("utf-8"):
            continue
        for name, test in vars(_loaded(path)).items():
            for line in getattr(test, "proves", ()) if name.startswith("test_") else ():
                for kind in test.kinds or _kinds_of(test):
                    found.setdefault((kind, line), []).append(f"{path.stem}.{name}")
    return found


def table() -> list[str]:
    """Lines of Markdown: what is run on which kind, and what is not, with the reasons."""
    run = proofs()
    rows = [["put through", *kinds()], ["---", *(":-:" for _ in kinds())]]
    rows += [
        [words, *("yes" if (kind, line) in run else "" for kind in kinds())] for line, words in LINES.items()
    ]
    return [f"| {' | '.join(row)} |" for row in rows]


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"matrix_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def _kinds_of(test: Any) -> list[str]:
    """Those of the subjects that it is run on."""
    return [
        subject.kind
        for mark in getattr(test, "pytestmark", ())
        if mark.name == "parametrize" and mark.args[0] == "subject"
        for subject in mark.args[1]
    ]


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in table())
