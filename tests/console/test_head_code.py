"""The code of a head: what is drawn on a screen is what a reader of codes finds in it."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno

from console.cli.verify import _head
from data.exporters.head_code import QUIET, head_png, head_squares, head_svg, head_text
from data.record.chain import Head
from widgets.square_code import square_code

HEAD = Head(1284, bytes(range(32)))
SQUARES = {"\u2588": (1, 1), "\u2580": (1, 0), "\u2584": (0, 1), " ": (0, 0)}


def squares(lines: list[str], *, light_ink: bool) -> list[list[bool]]:
    """The dark squares of what was drawn."""
    rows: list[list[bool]] = []
    for line in lines:
        for half in (0, 1):
            rows.append([bool(SQUARES[char][half]) != light_ink for char in line])
    return rows


@pytest.mark.parametrize("light_ink", [True, False])
def test_the_screen_shows_the_squares_of_the_code(light_ink: bool) -> None:
    told = segno.make(head_text(HEAD), error="l", micro=False)
    drawn = squares(square_code(head_squares(HEAD), light_ink=light_ink), light_ink=light_ink)
    wanted = [[bool(square) for square in row] for row in told.matrix_iter(border=QUIET)]
    assert drawn[: len(wanted)] == wanted
    assert not any(drawn[-1]) and not any(drawn[0]), "the quiet zone"


@pytest.mark.parametrize("seq", [1, 999, 1_000_000, 99_999_999])
def test_it_fits_a_small_window_and_is_what_verify_takes(seq: int) -> None:
    head = Head(seq, b"\xab" * 32)
    lines = square_code(head_squares(head), light_ink=True)
    assert len(lines) <= 17 and {len(line) for line in lines} == {33}
    assert _head(None, None, head_text(head)) == head  # type: ignore[arg-type]


def test_papers_and_pages_get_a_picture(tmp_path: Path) -> None:
    png, svg = head_png(HEAD), head_svg(HEAD)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert width == height == 4 * (29 + 2 * 4)
    assert svg.startswith("<svg") and "http://" not in svg.replace("http://www.w3.org/2000/svg", "")
