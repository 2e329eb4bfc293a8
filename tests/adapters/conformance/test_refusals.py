"""To every adapter that speaks HTTP: a platform that says no, wants to rest, or is not whom we know."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from kit.contracts.asked import every, failure, fixed, several, status
from kit.contracts.conformance import (
    AUTHORITY,
    AdapterUnderTest,
    adapted,
    altered,
    counted,
    over_tls,
)
from kit.contracts.lines import proves
from kit.contracts.subject import SECRET_NAME
from kit.platforms.certificates import expired
from kit.platforms.loopback import SECRET, platform

from adapters.errors import AdapterError, BadPayload, RateLimited, Refused, Unreachable
from console.polling.pacing import pause_s


@proves("refused")
@every
@pytest.mark.parametrize(
    ("code", "kind"),
    [(401, Refused), (403, Refused), (429, RateLimited), (503, RateLimited), (502, Unreachable)],
)
async def test_a_failing_poll_costs_one_request(
    subject: AdapterUnderTest, code: int, kind: type[AdapterError]
) -> None:
    answer, asked = counted(status(code))
    error = await failure(subject, answer)
    assert type(error) is kind
    assert len(asked) == 1
    assert (pause_s(2.0, 1, error, 0.5) is None) == (kind is Refused)


@proves("rest")
@every
@pytest.mark.parametrize("code", [429, 503])
async def test_the_wish_to_rest_is_heard(subject: AdapterUnderTest, code: int) -> None:
    error = await failure(subject, status(code, **{"Retry-After": "17"}))
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == 17.0
    assert (pause_s(2.0, 1, error, 0.0) or 0) >= 17


@proves("said no")
@every
async def test_a_no_inside_http_200_is_not_an_empty_roster(subject: AdapterUnderTest) -> None:
    for body in subject.errors_in_200():
        error = await failure(subject, altered(subject.serve(fixed(*several(2))), lambda _, b=body: b))
        assert isinstance(error, BadPayload | Refused), body


@proves("tls")
@every
async def test_tls_is_told_apart_from_no_connection(subject: AdapterUnderTest) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"https://127.0.0.1:{free.getsockname()[1]}"
    async with adapted(subject, nobody) as adapter:
        with pytest.raises(Unreachable) as absent:
            await adapter.poll()
    async with over_tls(subject.serve(fixed(*several(1)))) as url:
        async with adapted(subject, url) as adapter:
            with pytest.raises(Unreachable) as strange:
                await adapter.poll()
        async with adapted(subject, url, settings={"ca_file": str(AUTHORITY)}) as adapter:
            assert len((await adapter.poll()).participants) == 1
    assert (absent.value.code, strange.value.code) == ("unreachable", "tls")


@every
async def test_a_certificate_that_has_expired_is_told(subject: AdapterUnderTest, tmp_path: Path) -> None:
    """Of an authority that is trusted, so that nothing but its date is wrong."""
    old = expired(tmp_path)
    answer, asked = counted(subject.serve(fixed(*several(1))))
    async with (
        over_tls(answer, old) as url,
        adapted(subject, url, settings={"ca_file": str(old)}) as adapter,
    ):
        with pytest.raises(Unreachable) as caught:
            await adapter.poll()
    assert (caught.value.code, asked) == ("tls", [])
    assert "expired" in caught.value.detail


@proves("redirect")
@every
async def test_no_other_host_is_told_anything(
    subject: AdapterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    elsewhere, asked = counted(subject.serve(fixed(*several(2))))
    async with platform(elsewhere) as other:
        for code in (301, 302, 307, 308):
            away = status(code, Location=f"{other}/x")
            error = await failure(subject, away, secrets={subject.secret: SECRET_NAME})
            assert isinstance(error, BadPayload)
    assert asked == []
