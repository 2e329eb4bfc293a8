"""What is long is decoded beside the loop, what is short at once; errors come through either way."""

from __future__ import annotations

import threading

import pytest

from adapters.transport.off_loop import LONG, off_loop


def thread_of(_given: bytes) -> int:
    return threading.get_ident()


async def test_only_what_is_long_leaves_the_thread_of_the_loop() -> None:
    here = threading.get_ident()
    assert await off_loop(thread_of, b"x" * (LONG - 1)) == here
    assert await off_loop(thread_of, b"x" * LONG) != here
    assert await off_loop(thread_of, b"xx", long=2) != here


@pytest.mark.parametrize("size", [1, LONG])
async def test_an_error_is_the_callers(size: int) -> None:
    with pytest.raises(UnicodeDecodeError):
        await off_loop(bytes.decode, b"\xff" * size)
