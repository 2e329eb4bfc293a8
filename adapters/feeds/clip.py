"""A clip on this machine: does it open, does it decode at its beginning, middle and end, how long is it?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

_PLACES = (0.0, 0.5, 0.97)
_FRAMES, _FRAMES_AT_END = 8, 5000
_SHORT_OF_END_S = 3.0
US = 1_000_000


class Clip(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. `broken_at_s`: where nothing decodes any more; `opens`: False for no clip at all."""

    opens: bool = True
    length_s: float | None = None
    picture: bool = False
    sound: bool = False
    broken_at_s: float | None = None


def look_at(path: Path) -> Clip:
    """Never raises for what the file holds. Reads a few frames only, and the last seconds."""
    import av

    try:
        with av.open(str(path)) as container:
            return _looked(container)
    except (av.FFmpegError, OSError, ValueError):
        return Clip(opens=False)


def _looked(container: Any) -> Clip:
    streams = container.streams
    found = Clip(
        length_s=container.duration / US if container.duration else None,
        picture=bool(streams.video),
        sound=bool(streams.audio),
    )
    if not (found.picture or found.sound):
        return Clip(opens=False)
    stream = (streams.video or streams.audio)[0]
    for place in _PLACES:
        at_s = (found.length_s or 0.0) * place
        if not _decodes(container, stream, at_s, to_the_end=place == _PLACES[-1], length_s=found.length_s):
            return msgspec.structs.replace(found, broken_at_s=at_s)
        if found.length_s is None:
            break
    return found


def _decodes(container: Any, stream: Any, at_s: float, *, to_the_end: bool, length_s: float | None) -> bool:
    import av

    most, count, last_s = _FRAMES_AT_END if to_the_end else _FRAMES, 0, None
    try:
        container.seek(round(at_s * US))
        for frame in container.decode(stream):
            count, last_s = count + 1, frame.time if frame.time is not None else last_s
            if count >= most:
                break
    except av.FFmpegError:
        return False
    reaches = not to_the_end or count >= most or last_s is None or length_s is None
    return count > 0 and (reaches or (last_s or 0) >= (length_s or 0) - _SHORT_OF_END_S)
