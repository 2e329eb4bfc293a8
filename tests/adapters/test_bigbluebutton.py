"""BigBlueButton: the checksum, its noes inside HTTP 200, and what a joined voice is worth."""

from __future__ import annotations

import pytest
from kit.contracts.bbb import BigBlueButton
from kit.contracts.conformance import Leg, adapted
from kit.contracts.subject import SECRET_NAME
from kit.platforms.loopback import SECRET, platform

from adapters.bigbluebutton import HASHES, participants
from adapters.errors import BadPayload, Refused
from data.health.reading import Presence

ONE = [Leg(ref="w_1", name="T1")]


@pytest.mark.parametrize("way", HASHES)
async def test_the_checksum_is_of_the_call_the_query_as_sent_and_the_secret(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    server = BigBlueButton(way, SECRET)
    fields = {"settings": {"hash": way}, "secrets": {"shared_secret": SECRET_NAME}}
    async with platform(server.serve(lambda: ONE)) as url, adapted(server, url, **fields) as adapter:
        assert [one.name for one in (await adapter.poll()).participants] == ["T1"]


async def test_a_wrong_secret_is_refused_though_the_answer_is_200() -> None:
    server = BigBlueButton(secret="another")
    async with platform(server.serve(lambda: ONE)) as url, adapted(server, url) as adapter:
        with pytest.raises(Refused):
            await adapter.poll()


async def test_a_meeting_that_has_not_begun_is_empty() -> None:
    server = BigBlueButton()
    server.running = False
    async with platform(server.serve(lambda: ONE)) as url, adapted(server, url) as adapter:
        assert (await adapter.poll()).participants == ()


@pytest.mark.parametrize(
    ("video", "voice", "presence"),
    [
        ("true", "false", Presence.MEDIA),
        ("false", "true", Presence.MEDIA),
        ("false", "false", Presence.SIGNALLING),
        ("false", "", Presence.LISTED),
        ("", "true", Presence.MEDIA),
    ],
)
def test_who_has_joined_with_something_is_seen_or_heard(video: str, voice: str, presence: Presence) -> None:
    fields = f"<hasVideo>{video}</hasVideo><hasJoinedVoice>{voice}</hasJoinedVoice><role>MODERATOR</role>"
    line = f"<attendee><userID>w_1</userID>{fields}</attendee>"
    body = f"<response><returncode>SUCCESS</returncode><attendees>{line}</attendees></response>"
    [one] = participants(body.encode())
    assert (one.presence, one.role) == (presence, "moderator")


def test_attendees_of_whom_none_has_an_id_are_no_list() -> None:
    body = b"<response><returncode>SUCCESS</returncode><attendees><attendee/></attendees></response>"
    assert participants(body) == []
    with pytest.raises(BadPayload):
        participants(body.replace(b"<attendee/>", b"<attendee><role>x</role></attendee>"))
