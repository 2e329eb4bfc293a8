"""Wrong use is told in the language of the console, whatever found it."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import click
import pytest

from console.cli import COMMANDS, main, root
from console.text.problems import os_error_reason
from console.text.sentences import translator

Captured = pytest.CaptureFixture[str]
ENGLISH = re.compile(r"\b(is|not|valid|one of|range|unexpected|argument|given|wanted|no such|the)\b", re.I)
"""Words that no Vietnamese sentence has."""


def said(capsys: Captured, *args: str) -> str:
    assert main([*args]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("demo", "--points", "x"), "--points không nhận giá trị này: cần một số nguyên từ 4 đến 20000"),
        (("demo", "--points", "3"), "--points không nhận giá trị này: cần một số nguyên từ 4 đến 20000"),
        (("demo", "--seconds", "0"), "--seconds không nhận giá trị này: cần một số từ 0.1 trở lên"),
        (("export", ".", "--format", "pdf"), "chọn một trong: csv, ndjson"),
        (("run", "a", "b", "c"), "thừa: b c"),
        (("source", "test", "a", "b", "c"), "thừa"),
        (("rum",), "không có lệnh rum"),
    ],
)
def test_what_click_finds_is_told_in_our_words(
    capsys: Captured, args: tuple[str, ...], sentence: str
) -> None:
    err = said(capsys, *args)
    assert sentence in err
    assert "xem: diemcau" in err
    assert not ENGLISH.search(err), err


def bounded() -> list[tuple[str, str]]:
    """Every option of every command that click itself checks."""
    context = click.Context(root)
    found = []
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        for param in command.params:
            own = isinstance(param.type, (click.types.StringParamType, click.Path))
            if isinstance(param, click.Option) and not (own or param.is_flag or param.count):
                found.append((name, param.opts[0]))
    return found


@pytest.mark.parametrize(("name", "option"), bounded(), ids=" ".join)
def test_no_option_answers_in_english(capsys: Captured, name: str, option: str) -> None:
    if name == "source":
        pytest.skip("a group")
    err = said(capsys, name, option, "\u1ebd")
    assert option in err
    assert not ENGLISH.search(err), err


def test_why_the_machine_refused_is_told_in_both_languages(tmp_path: Path) -> None:
    try:
        (tmp_path / "none" / "file").read_bytes()
    except OSError as error:
        assert os_error_reason(error, translator("vi")) == "không có tệp hoặc thư mục này"
        assert os_error_reason(error, translator("en")) == "no such file or folder"
    strange = OSError(errno.ENOTRECOVERABLE, "State not recoverable")
    assert os_error_reason(strange, translator("vi")) == "State not recoverable"
