"""To every adapter that speaks HTTP: what a secret is never in."""

from __future__ import annotations

import logging
import traceback

import pytest
from kit.contracts.asked import every, failure, fixed, status
from kit.contracts.conformance import (
    AdapterUnderTest,
    Leg,
    adapted,
    altered,
    counted,
)
from kit.contracts.lines import proves
from kit.contracts.subject import SECRET_NAME
from kit.platforms.loopback import SECRET, platform

from adapters.errors import AdapterError, Refused


@proves("secrets")
@every
async def test_a_secret_is_in_no_log_no_error_and_no_traceback(
    subject: AdapterUnderTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(SECRET_NAME, SECRET)
    caplog.set_level(logging.DEBUG)
    shown = ""
    faults = [status(code, Location="http://elsewhere.invalid/") for code in (302, 401, 403, 404, 429, 500)]
    faults.append(altered(subject.serve(fixed(Leg(ref="a"))), lambda _: b"<html>"))
    for answer in faults:
        secrets = {subject.secret: SECRET_NAME}
        async with platform(answer) as url, adapted(subject, url, secrets=secrets) as adapter:
            with pytest.raises(AdapterError) as caught:
                await adapter.poll()
            shown += repr(adapter) + repr(vars(adapter))
        report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        shown += "".join(report.format()) + repr(caught.value) + caught.value.detail
    assert SECRET not in shown
    assert SECRET not in caplog.text


@every
async def test_a_secret_that_is_not_set_is_named_and_nobody_is_asked(
    subject: AdapterUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET_NAME, raising=False)
    answer, asked = counted(subject.serve(fixed()))
    error = await failure(subject, answer, secrets={subject.secret: SECRET_NAME})
    assert isinstance(error, Refused)
    assert SECRET_NAME in error.detail
    assert asked == []
