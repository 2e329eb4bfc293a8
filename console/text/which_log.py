"""Which log a console opens where that is not the record of the day. Pure."""

from __future__ import annotations

from console.folder import Folder
from console.text.sentences import LONGEST_PARAM, Translate
from data.text import clean


def which_log(folder: Folder, t: Translate, *, begun: bool) -> str:
    """What is opened and why, "" for the record itself; `begun` where that rehearsal has rows already."""
    if not folder.rehearsed_log:
        return ""
    code = "rehearsal.opened.demo" if folder.is_demo else "rehearsal.opened"
    place = clean(str(folder.path), LONGEST_PARAM)
    return t("rehearsal.again" if begun else code, log=folder.rehearsed_log, folder=place)
