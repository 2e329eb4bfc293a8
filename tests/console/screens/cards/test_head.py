"""The head on the screen: the code and the text of the newest row, and what is signed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from console.screens.cards.head_words import head_sheet
from console.text.sentences import translator
from data.record.chain import Head
from data.record.signed_head import SignedHead
from data.record.signing_key import KeyProblem
from widgets.sheet import SheetContent

HEAD = Head(1284, bytes(range(32)))
SIGNED = SignedHead(HEAD, "2024-06-16T07:00:00.000Z", "0123456789abcdef", b"", b"")


def sheet(head: Head | None, language: str = "vi", **known: object) -> SheetContent:
    facts: dict[str, object] = {"signed": SIGNED, "unsigned": None, "drawn": True, **known}
    return head_sheet(head, t=translator(language), light_ink=True, zone="Asia/Ho_Chi_Minh", **facts)  # type: ignore[arg-type]


def words(told: SheetContent) -> str:
    return "\n".join("".join(piece.text for piece in row.pieces) for row in told.rows)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_says_the_head_and_what_is_signed(language: str) -> None:
    told = sheet(HEAD, language)
    assert f"1284:{HEAD.hash.hex()}" in words(told)
    assert "14:00:00" in words(told) and SIGNED.key in words(told)
    assert "\u2588" in words(told) and "head." not in words(told) + told.heading + told.hint
    assert len(told.rows) + 4 <= 24, "it fits a small window"


def test_where_nothing_is_signed_it_says_why() -> None:
    assert "0123456789abcdef" not in words(sheet(HEAD, signed=None))
    problem = KeyProblem("key_exposed", Path("/x/key.pem"))
    assert "/x/key.pem" in words(sheet(HEAD, unsigned=problem))
    full = KeyProblem("key_unwritable", Path("/x/key.pem"), OSError(errno.ENOSPC, "No space left on device"))
    assert "(đĩa đầy)" in words(sheet(HEAD, unsigned=full)), "in the reader's words"


def test_no_row_no_code_and_ascii_gets_the_text_alone() -> None:
    assert "\u2588" not in words(sheet(None))
    told = words(sheet(HEAD, drawn=False))
    assert "\u2588" not in told and f"1284:{HEAD.hash.hex()}" in told
