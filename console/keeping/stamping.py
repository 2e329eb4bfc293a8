"""A time-stamp for a sealed folder: asked for, checked, kept beside the manifest, and checked again later.

`….tsr` is the answer as it came (DER), `….tsa.pem` the root that it was checked against; both as `openssl ts`
takes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console.text.problems import word
from console.text.sentences import Text
from data.record.manifest import root_path, stamp_path
from data.record.time_stamp import Stamp, StampProblem, certificates, checked, question

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def named_roots(files: Sequence[Path]) -> list[Certificate]:
    """The certificates in PEM files that a person named. Raises OSError, StampProblem."""
    return [each for file in files for each in certificates(file.read_bytes(), str(file))]


def stamp(url: str, manifest: Path, named: Sequence[Certificate]) -> Stamp:
    """Ask the authority at `url` when the manifest existed, and keep what it says once that holds.

    Raises AdapterError, StampProblem, OSError; then nothing is kept.
    """
    import asyncio

    from adapters.time_stamp import ask
    from data.whole_file import whole_file

    content = manifest.read_bytes()
    asked = question(content)
    try:
        answer = asyncio.run(ask(url, asked.content))
    except ValueError as error:
        raise StampProblem("stamp.address") from error
    found = checked(answer, content, named, nonce=asked.nonce)
    with whole_file(root_path(manifest)) as draft:
        draft.write(found.pem)
    with whole_file(stamp_path(manifest)) as draft:
        draft.write(answer)
    return found


def kept_stamp(manifest: Path, named: Sequence[Certificate]) -> Stamp | None:
    """The time-stamp beside the manifest, None when none was asked for. Raises StampProblem, OSError.

    Without roots that somebody named, the one that was kept is believed.
    """
    if not stamp_path(manifest).exists():
        return None
    root = root_path(manifest)
    believed = named or (certificates(root.read_bytes(), root.name) if root.exists() else ())
    return checked(stamp_path(manifest).read_bytes(), manifest.read_bytes(), believed)


def is_stamped(manifest: Path, named: Sequence[Certificate]) -> bool:
    """Whether there is a time-stamp that holds; another one is asked for otherwise. Raises OSError."""
    try:
        return kept_stamp(manifest, named) is not None
    except StampProblem:
        return False


def why_none(error: Exception, t: Text) -> str:
    """Why there is no time-stamp, and the mend; of an AdapterError or a StampProblem."""
    if isinstance(error, StampProblem):
        return t(error.code, **error.params)
    return t("stamp.silent", why=word(t, "stamp_why", getattr(error, "code", "")))
