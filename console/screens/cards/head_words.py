"""The head of the record in words and squares. Pure."""

from __future__ import annotations

from console.text.problems import key_problem_line
from console.text.sentences import Text, local_time
from data.exporters.head_code import head_squares
from data.instants import utc_ms_of
from data.record.chain import Head
from data.record.signed_head import SignedHead
from data.record.signing_key import KeyProblem
from widgets.line import Piece
from widgets.sheet import SheetContent, SheetRow
from widgets.square_code import square_code
from widgets.tone import Tone


def head_sheet(
    head: Head | None,
    signed: SignedHead | None,
    unsigned: KeyProblem | None,
    t: Text,
    *,
    light_ink: bool,
    drawn: bool,
    zone: str,
) -> SheetContent:
    """The code, the head as text, and what is signed. `drawn` is False where only ASCII can be shown."""
    rows: list[SheetRow] = []
    if head is None:
        rows.append(_row(t("head.none"), Tone.DIM))
    else:
        if drawn:
            rows += [_row(line, Tone.STRONG) for line in square_code(head_squares(head), light_ink=light_ink)]
        rows += [_row(f"{head.seq}:{head.hash.hex()}", Tone.STRONG), _row(t("head.what"), Tone.DIM)]
        rows.append(_signed(signed, unsigned, t, zone))
    return SheetContent(heading=t("head.title"), rows=tuple(rows), hint=t("head.keys"))


def _signed(signed: SignedHead | None, unsigned: KeyProblem | None, t: Text, zone: str) -> SheetRow:
    if unsigned is not None:
        return _row(key_problem_line(unsigned, t), Tone.STOP)
    if signed is None:
        return _row(t("head.unsigned"), Tone.ASK)
    time = local_time(utc_ms_of(signed.at), zone)
    return _row(t("head.signed", rows=signed.head.seq, time=time, key=signed.key), Tone.GO)


def _row(text: str, tone: Tone) -> SheetRow:
    return SheetRow((Piece(text, tone),))
