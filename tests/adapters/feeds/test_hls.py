"""Playlists: what the newest segment is, and whether a feed grows."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.contracts.lines import proves
from kit.platforms.feeds import playlist

from adapters.errors import BadPayload
from adapters.feeds.hls import Growth, Playlist, media, variant
from data.units import NS_PER_S

MASTER = (
    b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/live.m3u8?k=1\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhigh.m3u8\n"
)


def test_a_playlist_tells_its_newest_segment() -> None:
    assert media(playlist(7, 3)) == Playlist(target_s=4, last=9)
    assert media(playlist(0, 2, ended=True)).ended
    assert media(playlist(5, 0)).last == -1
    assert (variant(MASTER), variant(playlist(1, 1))) == ("low/live.m3u8?k=1", "")


@proves("said no", kinds=("feed",))
@pytest.mark.parametrize(
    "payload", [b"", b"<html>", b"#EXTM3U\n", b"#EXTM3U\n#EXT-X-TARGETDURATION:0\n", b"\xff"]
)
def test_what_is_no_playlist_is_told(payload: bytes) -> None:
    with pytest.raises(BadPayload):
        media(payload)


@proves("garbled", kinds=("feed",))
@given(
    st.binary(max_size=80)
    | st.text("#EXTM3U-INFO:0123\n", max_size=80).map(lambda s: f"#EXTM3U\n{s}".encode())
)
def test_no_playlist_breaks_it(payload: bytes) -> None:
    for read in (media, variant):
        with suppress(BadPayload):
            read(payload)


def looks(*seen: tuple[float, int]) -> list[str]:
    growth = Growth()
    return [growth.look(Playlist(target_s=4, last=last), round(at_s * NS_PER_S)) for at_s, last in seen]


@proves("counters", "missing", kinds=("feed",))
def test_a_feed_is_well_while_it_grows_and_unknown_until_it_was_seen_to() -> None:
    assert looks((0, 5), (4, 6), (8, 7)) == ["new", "fresh", "fresh"]
    assert looks((0, 5), (4, 6), (9.9, 6), (10.1, 6), (16, 6), (17, 7)) == [
        *("new", "fresh", "fresh", "late"),
        *("stalled", "fresh"),
    ]
    assert looks((0, 5), (11, 5), (12, 5)) == ["new", "new", "stalled"], "it never grew"
    assert looks((0, 900), (4, 0)) == ["new", "fresh"], "the encoder began anew"


@proves("charset", kinds=("feed",))
def test_a_remark_in_another_charset_costs_no_playlist() -> None:
    assert media(playlist(7, 3) + "# án".encode("cp1258")).last == 9
