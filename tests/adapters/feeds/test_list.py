"""The list of feeds that people write."""

from __future__ import annotations

import pytest
from kit.clock import ManualClock
from kit.contracts.lines import proves
from kit.hostile import NAMES

from adapters.errors import BadPayload
from adapters.feeds.adapter import FeedAdapter, read_feeds
from data.folder.model import Source
from data.folder.problem import ProblemError


@pytest.mark.parametrize(
    "row", ["T1,", ",http://x/", "T1,ftp://x/", "T1,http://", "T1,http://x:0/", "T1,http://é/"]
)
def test_a_row_nobody_can_follow_is_named(row: str) -> None:
    with pytest.raises(BadPayload) as caught:
        read_feeds(f"point,url\n{row}\n".encode())
    assert "row 2" in caught.value.detail


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(ProblemError):
        FeedAdapter(Source(name="f", kind="feed", settings={"path": "feeds.csv"}), ManualClock().real_ns)


@proves("twice", "names", kinds=("feed",))
def test_a_row_that_comes_twice_is_one_feed_and_names_come_out_clean() -> None:
    names = [
        name for name in NAMES if not {*'\n\r",'} & {*name} and "\ud800" not in name and "\x00" not in name
    ]
    rows = "".join(f"{name},http://192.0.2.1/x.m3u8\n" * 2 for name in names)
    found = read_feeds(f"point,url\n{rows}".encode())
    assert len(found) == len(names)
    assert all(feed.point.isprintable() for feed in found)
