"""What leaves in no file: whom to call, where nobody wanted that; links and passwords, ever."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from kit.days.over import asked, day_over

from data.exporters.discretion import discreet
from data.exporters.formats import FORMATS, write
from data.whole_file import whole_file


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "ndjson"])
def test_nobody_to_call_is_named_where_contacts_are_not_wanted(log: Path, tmp_path: Path, form: str) -> None:
    conference = day_over(log, ("gọi 0000 000 001 hoặc https://zoom.example/j/1?pwd=x mật khẩu: bimat",))
    for contacts in (True, False):
        path = tmp_path / f"a.{form}"
        with whole_file(path) as draft:
            write(asked(form, log, conference, contacts=contacts), draft)
        data = path.read_bytes()
        if data.startswith(b"PK"):
            with zipfile.ZipFile(path) as package:
                data = b"".join(map(package.read, package.namelist()))
        text = data.decode("utf-8", "replace")  # there is a picture in the minutes
        if not contacts:
            assert not {each for each in ("Đầu Mối Một", "000 0000 0001", "0000 000 001") if each in text}
        if form != "csv":
            assert "zoom.example" not in text and "bimat" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("vào https://a.example/x nhé", "vào […] nhé"),
        ("zoom.us/j/99 nhé", "[…] nhé"),
        ("mật khẩu: abc xong", "mật khẩu: […] xong"),
        ("Passcode = 12", "Passcode = […]"),
        ("pin laptop yếu, 14:30 16/06/2024", "pin laptop yếu, 14:30 16/06/2024"),
        ("sip:phong@a.example", "[…]"),
    ],
)
def test_links_and_passwords_never_leave(text: str, shown: str) -> None:
    assert discreet(text, contacts=True) == shown
