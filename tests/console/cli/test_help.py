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
from console.text.sentences import translator

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


CLICKS_OWN = re.compile(
    r"\b(?:OPTIONS|ARGS|COMMAND|INTEGER|RANGE|FLOAT|TEXT|PATH|FOLDER|TARGET|CUE|Show this message)\b"
)


@pytest.mark.parametrize("name", [*COMMANDS, "source test", "source list"])
def test_help_is_in_the_language_of_the_reader_with_every_argument_explained(
    name: str, capsys: Captured
) -> None:
    shown = {}
    for language in ("vi", "en"):
        assert main([*name.split(), "--help", "--lang", language]) == 0, "wherever --lang stands"
        shown[language] = capsys.readouterr().out
        assert CLICKS_OWN.search(shown[language]) is None
        usage, rest = shown[language].replace("\u00a0", " ").split("\n\n", 1)
        asked = set(re.findall(r"<([^>]+)>", re.sub(r"\s+", " ", usage)))
        asked.discard(translator(language)("cli.value.command"))
        told = set(re.findall(r"^  <([^>]+)>  +\S.{8,}", rest, re.M))
        assert asked == told, "every argument is explained, and only those"
    assert not re.search(r"\b(?:Usage|Options|Arguments|Commands|Example)\b", shown["vi"])
    assert not re.search(r"[ăâđêôơưĂÂĐÊÔƠƯ]", shown["en"].replace("giây", ""))


def test_help_says_what_a_number_may_be_and_is(capsys: Captured) -> None:
    main(["demo", "--help", "--lang", "vi"])
    shown = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "--points <số> số điểm cầu (từ 4 đến 20.000, mặc định 767)" in shown
    assert "(từ 0,1 đến 100, mặc định 1)" in shown
    main(["run", "--help", "--lang", "en"])
    assert "--role operator|technician|viewer" in capsys.readouterr().out


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
        (["log"], "missing <folder>: the folder of the conference, or the file of a log"),
        (["act", "x", "fly"], "<action> does not take this: one of these is wanted: mute"),
        (["source", str(ROOT)], "diemcau source test"),
        (["source", "fly"], "source knows no fly: write “diemcau source test <folder>”"),
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
