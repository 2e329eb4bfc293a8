from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kit.profile import THOROUGH

from widgets.wall_columns import Block, Column, columns_of


def blocks_of(regions: list[list[int]]) -> list[Block]:
    return [Block(group, row, lines) for group, rows in enumerate(regions) for row, lines in enumerate(rows)]


def height(column: Column, *, heads: bool) -> int:
    lines, under = 0, -1
    for block in column:
        if block is None:
            lines, under = lines + 1, -1
            continue
        lines += block.lines + (heads and block.group != under)
        under = block.group
    return lines


regions = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=9), max_size=9)


@THOROUGH
@given(regions, st.integers(1, 6), st.integers(1, 30), st.booleans())
def test_all_blocks_once_within_the_height(
    sizes: list[list[int]], columns: int, limit: int, heads: bool
) -> None:
    blocks = blocks_of(sizes)
    found = columns_of(blocks, columns, limit, heads=heads)
    if found is None:
        heading = sum(1 for _ in sizes) if heads else 0
        assert sum(block.lines for block in blocks) + heading > 0
        return
    shown = [block for column in found for block in column if block is not None]
    assert sorted(shown, key=lambda block: (block.group, block.row)) == blocks
    assert len(found) <= columns
    assert all(height(column, heads=heads) <= limit for column in found)
    assert all(column[-1] is not None for column in found), "no blank line under the last one"


@THOROUGH
@given(regions, st.integers(1, 6))
def test_enough_height_always_suffices(sizes: list[list[int]], columns: int) -> None:
    blocks = blocks_of(sizes)
    enough = sum(block.lines for block in blocks) + len(sizes)
    assert columns_of(blocks, columns, enough) is not None


def test_regions_stay_whole_when_that_fits() -> None:
    blocks = blocks_of([[1] * 4, [1] * 4, [1] * 4])
    whole = columns_of(blocks, 3, 5)
    assert whole is not None
    assert [{block.group for block in column if block} for column in whole] == [{0}, {1}, {2}]


def test_a_region_goes_on_in_the_next_column_when_it_must() -> None:
    found = columns_of(blocks_of([[1] * 8, [1]]), 2, 6)
    assert found is not None
    assert {block.group for block in found[0] if block} == {0}
    assert {block.group for block in found[1] if block} == {0, 1}
