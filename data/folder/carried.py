"""The files that a conference is read from, carried to where the copies of its record lie, and back."""

from __future__ import annotations

from pathlib import Path

from data.folder.conference import FILES, SETTINGS
from data.whole_file import whole_file


def carry(home: Path, into: Path) -> None:
    """Settings and tables of `home` into `into`, each whole or not at all.

    What `home` no longer has stays there. Raises OSError.
    """
    for name in FILES:
        if (home / name).is_file():
            _replace(into / name, (home / name).read_bytes())


def bring_back(source: Path, home: Path) -> tuple[str, ...]:
    """The same files from `source` where `home` has no settings; their names. Raises OSError."""
    if (home / SETTINGS).exists():
        return ()
    names = tuple(name for name in FILES if (source / name).is_file() and not (home / name).exists())
    for name in names:
        _replace(home / name, (source / name).read_bytes())
    return names


def _replace(target: Path, content: bytes) -> None:
    if target.is_file() and target.read_bytes() == content:
        return
    with whole_file(target) as draft:
        draft.write(content)
