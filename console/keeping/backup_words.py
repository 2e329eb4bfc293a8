"""The second path of the record in words."""

from __future__ import annotations

from console.keeping.backup_status import BackupStatus
from console.text.problems import why_word, word
from console.text.sentences import NOTHING, Text


def backup_fault(kept: BackupStatus, t: Text) -> str:
    """What is wrong with it, on one line; "" when all is well."""
    if not kept.code:
        return ""
    if t.has(f"backup.{kept.code}"):
        return t(f"backup.{kept.code}", why=word(t, "errno", kept.why) if kept.why else NOTHING)
    code = "log_damaged.file" if kept.code == "log_damaged" and not kept.row else kept.code
    return t(code, why=why_word(kept.why, t), row=kept.row, fs="", version="")
