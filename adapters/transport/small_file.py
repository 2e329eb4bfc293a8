"""A list that somebody keeps beside the conference, read whole."""

from __future__ import annotations

from pathlib import Path

from adapters.errors import BadPayload, Unreachable

MAX_BYTES = 1024 * 1024


def small_file(path: Path) -> bytes:
    """Its bytes; call it in a thread, for a share may hang.

    Raises Unreachable (`file_missing`, `file_unreadable`), and BadPayload over `MAX_BYTES`.
    """
    try:
        with path.open("rb") as file:
            payload = file.read(MAX_BYTES + 1)
    except OSError as error:
        code = "file_missing" if isinstance(error, FileNotFoundError) else "file_unreadable"
    else:
        if len(payload) > MAX_BYTES:
            raise BadPayload(f"{path.name}: over {MAX_BYTES} bytes")
        return payload
    raise Unreachable(path.name, code=code)
