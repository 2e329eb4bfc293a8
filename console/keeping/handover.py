"""What makes a sealed folder speak for itself: the sealed head signed, and a signed list of its files."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import msgspec

from console.exporting import clock_of
from console.keeping import signer
from console.status import head_text
from data.record.chain import Head
from data.record.manifest import make_manifest, manifest_path, read_manifest, signature_path, write_manifest
from data.record.signing_key import SigningKey


class HandedOver(msgspec.Struct, frozen=True):
    """The manifest, and how many files it lists."""

    path: Path
    files: int


def hand_over(log: Path, head: Head, key: SigningKey, *, reason: str, actor: str) -> HandedOver:
    """Sign `head` of the sealed record at `log`, list the files of its folder, sign the list.

    Done again after it was interrupted it gives a whole manifest. Raises OSError.
    """
    signed = signer.sign(log, head, clock_of(log.parent).now().utc_ms, key)
    manifest = make_manifest(
        log,
        head,
        title=_title(log.parent),
        sealed_at=signed.at,
        reason=reason,
        actor=actor,
        key=key.id,
        program=version("diemcau"),
    )
    path = manifest_path(log)
    write_manifest(path, manifest, key)
    return HandedOver(path, len(manifest.files))


def _title(folder: Path) -> str:
    from data.folder.conference import load

    conference, _problems = load(folder)
    return conference.title if conference else ""


def handed_over(log: Path, head: Head) -> HandedOver | None:
    """The manifest that the folder of the sealed record has already; it is not made anew, for what changed
    since would be taken for good.
    """
    path = manifest_path(log)
    found = read_manifest(path)
    if found is None or found.head != head_text(head) or not signature_path(path).exists():
        return None
    return HandedOver(path, len(found.files))
