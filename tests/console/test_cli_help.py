from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from kit.cli import sample_folder
from kit.product import ROOT, run_python

from console.cli import COMMANDS, main
from console.text import translator

Captured = pytest.CaptureFixture[str]
HEAVY = {"textual", "aiohttp", "openpyxl", "rich", "sqlite_utils"}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, language: str, capsys: Captured) -> None:
    assert main([name, "--lang", language, "--help"]) == 0
    shown = capsys.readouterr().out
    t = translator(language)
    assert t("cli.usage") in shown
    assert t(f"cli.{name}.example").splitlines()[0] in shown
    assert re.search(r"\bcli\.\w", shown) is None, "a message id without a sentence"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is(name: str, capsys: Captured) -> None:
    assert main([name, "--lang", "en", "--help"]) == 0
    options = capsys.readouterr().out.split("Options:")[1].split("Example:")[0]
    rows = re.findall(r"^  (-\S.*)$", options, re.M)
    assert rows
    assert [row for row in rows if not re.search(r"\S {2,}\S", row) and len(row) < 24] == []


def test_help_lists_every_command_in_both_languages(capsys: Captured) -> None:
    for language in ("vi", "en"):
        assert main(["--lang", language, "--help"]) == 0
        shown = capsys.readouterr().out
        for name in COMMANDS:
            assert translator(language)(f"cli.{name}.short") in re.sub(r"\s+", " ", shown)


def test_vietnamese_is_the_default(capsys: Captured) -> None:
    main(["--help"])
    assert "Cách dùng:" in capsys.readouterr().out


def test_the_language_may_stand_before_or_behind_the_command(capsys: Captured) -> None:
    for argv in (["--lang", "en", "check", "/nowhere"], ["check", "/nowhere", "--lang", "en"]):
        assert main(argv) == 1
        assert "there is no folder /nowhere" in capsys.readouterr().out


def test_a_conference_in_english_is_answered_in_english(tmp_path: Path, capsys: Captured) -> None:
    folder = sample_folder(tmp_path / "hn")
    settings = folder / "conference.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "vi"', 'language = "en"'), "utf-8")
    assert main(["check", str(folder)]) == 0
    assert "good to use" in capsys.readouterr().err
    assert main(["check", str(folder), "--lang", "vi"]) == 0
    assert "dùng được" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["fly"], "there is no command fly"),
        (["log"], "TARGET is missing"),
        (["log", "x", "--folow"], "did you mean --follow?"),
        (["log", "x", "--since", "yesterday"], "yesterday is no moment"),
        (["advance", "x"], "--expect is missing"),
        (["advance", "x", "--expect"], "--expect needs a value"),
        (["verify", "x", "--head", "12:ab"], "12:ab is not SEQ:HASH"),
        (["simulate", "--opened-at", "noon"], "noon is no instant"),
        (["new", "x", "--date", "31/02/2024"], "31/02/2024 is not a day"),
        (["demo", "--points", "two"], "--points does not take this"),
        (["export", "x", "--format", "pdf"], "--format does not take this"),
    ],
)
def test_wrong_use_is_two_and_a_sentence(argv: list[str], said: str, capsys: Captured) -> None:
    assert main(["--lang", "en", *argv]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert "--help" in shown.err


def test_without_a_command_help_is_narration(capsys: Captured) -> None:
    assert main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "advance" in shown.err


def test_hostile_arguments_are_shown_on_one_harmless_line(capsys: Captured) -> None:
    assert main(["--lang", "en", "fly\x1b[2J\n[/]me"]) == 2
    first, *_ = capsys.readouterr().err.splitlines()
    assert first == "there is no command fly\ufffd[2J\ufffd[/]me"


def test_asking_for_help_imports_nothing_heavy() -> None:
    code = (
        "import json, sys\nfrom console.cli import main\n"
        "main(['status', '--help'])\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert HEAVY & set(json.loads(done.stderr)) == set()


def test_a_stranger_package_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "__init__.py").write_text("raise RuntimeError('not ours')")
    code = f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(ROOT)!r}]\n"
    code += "from console.__main__ import main\nsys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "another distribution" in done.stderr
    assert "Traceback" not in done.stderr
