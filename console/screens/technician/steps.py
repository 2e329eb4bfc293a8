"""What to try with a room, step by step, as a technician asks for it on the phone. Pure."""

from __future__ import annotations

from console.text.sentences import Text
from data.folder.model import BridgePoint

LOST, NO_SOUND, NO_PICTURE, POOR = "lost", "no_sound", "no_picture", "poor"
_KINDS = {
    **dict.fromkeys(("absent", "no_media", "line", "left", "flapping"), LOST),
    **dict.fromkeys(("no_audio", "muted_server"), NO_SOUND),
    "no_video": NO_PICTURE,
    **dict.fromkeys(("loss", "jitter", "rtt", "quality"), POOR),
}
STEPS = 4


def steps(point: BridgePoint, reason: str, t: Text) -> list[str]:
    """The steps for `reason`, numbered; none where nobody wrote any."""
    kind = _KINDS.get(reason)
    if kind is None:
        return []
    backup = point.backup_line or t("step.any_other_line")
    return [f"{number}. {t(f'step.{kind}.{number}', backup=backup)}" for number in range(1, STEPS + 1)]
