"""Rules about text that reading the source can enforce: whose letters it holds, and how it is shown."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest
from kit.product import ROOT, sources
from kit.source_rules import (
    Found,
    bare_inputs,
    foreign_literals,
    markup_made,
    notices_with_markup,
    slow_containers,
    unguarded_texts,
)

ANY = ""
MAY_HOLD = {
    "data/samples/__init__.py": (ANY, "the sample conference is Vietnamese"),
    "data/samples/roster.py": (ANY, "made-up districts of the sample conference"),
    "data/finding/place_names.py": (ANY, "names of provinces, as people write them"),
    "data/text.py": (ANY, "the rules of Vietnamese text themselves"),
    "data/importers/": (ANY, "words, dashes, ticks and byte marks as people and programs write them"),
    "data/finding/search.py": ("\U0010ffff", "sorts after every name"),
    "data/matching/binder.py": ("–—", "dashes in the names that platforms give"),
    "data/folder/making.py": ("\ufeff", "the mark that Windows puts before a text"),
    "data/exporters/csv_log.py": (ANY, "the mark that Excel wants, and what it takes for a formula"),
    "data/exporters/discretion.py": (ANY, "words that stand before a password, as people write them"),
    "data/exporters/decree_layout.py": ("…", "a place to fill in by hand"),
    "data/exporters/docx_minutes.py": ("…", "a place to fill in by hand"),
    "data/exporters/docx_report.py": ("…", "a row that was left out"),
    "data/exporters/xlsx_book.py": ("…\ufffd", "what is cut, and what no cell may hold"),
    "adapters/simulator/names.py": (ANY, "the simulated platform speaks Vietnamese, and names made to harm"),
    "widgets/glyphs.py": (ANY, "every sign that is drawn"),
    "widgets/picture.py": (ANY, "what no row may carry"),
    "console/__main__.py": (ANY, "said before the catalogs can be read"),
    "console/actions.py": ("↑↓←→", "names of the arrow keys"),
    "console/terminal/title.py": ("·", "the window's title is no cell of ours"),
}
"""Files with letters or signs beyond ASCII in their strings: which ones, and why."""

CARD_LIKE = ("cards", "palette")
"""Over a desk that stands still, a few of Textual's own containers cost nothing that is felt."""

every_source = pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
every_drawing = pytest.mark.parametrize(
    "path", sources("console", "widgets"), ids=lambda path: path.relative_to(ROOT).as_posix()
)


def allowed_in(path: str) -> str | None:
    """The characters that a file may hold, `ANY` for all, None for no exception."""
    return next((chars for start, (chars, _why) in MAY_HOLD.items() if path.startswith(start)), None)


def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@every_source
def test_the_code_speaks_ascii_and_the_catalogs_speak_to_people(path: Path) -> None:
    allowed = allowed_in(name(path))
    if allowed == ANY:
        return
    strangers = [each for each in foreign_literals(read(path)) if set(each[1]) - set(allowed or "")]
    assert strangers == [], "signs come from widgets.glyphs, sentences from console/locale"


@pytest.mark.parametrize("path", [path for path in MAY_HOLD if (ROOT / path).is_file()])
def test_every_exception_is_still_needed(path: str) -> None:
    allowed, _why = MAY_HOLD[path]
    held = {char for _line, chars in foreign_literals(read(ROOT / path)) for char in chars}
    assert held
    assert set(allowed) <= held


@every_drawing
def test_no_text_reaches_textual_unguarded(path: Path) -> None:
    assert list(unguarded_texts(read(path))) == [], "Content(clean(…)); placeholders and titles: clean(…)"


@every_drawing
def test_no_notice_is_read_as_markup(path: Path) -> None:
    assert list(notices_with_markup(read(path))) == []
    assert list(markup_made(read(path))) == []


@every_drawing
def test_every_box_keeps_what_a_vietnamese_keyboard_types(path: Path) -> None:
    found = [what for _line, what in bare_inputs(read(path))]
    assert found == (["class TelexSafe"] if name(path) == "widgets/viet_input.py" else [])


@pytest.mark.parametrize("path", sorted((ROOT / "console/screens").rglob("*.py")), ids=lambda path: path.name)
def test_desk_screens_arrange_with_ground(path: Path) -> None:
    if path.parent.name != "cards" and path.stem not in CARD_LIKE:
        assert list(slow_containers(read(path))) == [], "widgets.ground.Ground"


def found(rule: type[Found] | object, source: str) -> int:
    return len(list(rule(ast.parse(textwrap.dedent(source)))))  # type: ignore[operator]


def test_the_rule_on_letters_can_fail_and_spares_documentation() -> None:
    assert found(foreign_literals, 'x = "đ"') == 1
    assert found(foreign_literals, 'x = f"{a} · {b}"') == 1
    assert found(foreign_literals, 'x = "\\u202e"') == 1
    assert found(foreign_literals, '"""Tòa án."""\nx = "toa an"  # Tòa án') == 0
    assert found(foreign_literals, 'class A:\n    b: int\n    """Điểm."""') == 0


BAD = [
    "from textual.widgets import Static\nStatic(name)",
    "from textual.widgets import Static\nStatic(f'{name}')",
    "from textual.widgets import Static\nStatic(content=name)",
    "from textual.widgets import Static\nStatic(clean(name))",
    "from textual.widgets import Label as L\nL(name)",
    "from textual.widgets import Static\nself.query_one(Static).update(name)",
    "from textual.widgets.option_list import Option\nOption(row(name), id='x')",
    "from textual.widgets import OptionList\noptions.add_option(name)",
    "box.border_title = name",
    "box.border_title, box.border_subtitle = Content(name), keys",
    "box.tooltip = clean(name)",
    "self.title = conference.title",
    "self.sub_title = f'{name}'",
    "from textual.widgets import Input\nVietInput(placeholder=name)",
    "from widgets.viet_input import VietInput\nbox.placeholder = name",
    "self.notify(name, markup=False)",
    "self.notify(message=name, markup=False)",
    "Widget(tooltip=name)",
]
GOOD = [
    "from textual.widgets import Static\nStatic('', id=name)",
    "from textual.widgets import Static\nStatic(Content(clean(name)))",
    "from textual.widgets.option_list import Option\nOption(_row(e))\ndef _row(e) -> Content: ...",
    "from widgets.choice_card import Option\nOption(STAY, t('card.stay'))",
    "digest.update(chunk)",
    "box.border_title = Content(title)",
    "self.title = clean(conference.title)",
    "from textual.widgets import Input\nVietInput(placeholder=self._t('palette.placeholder'))",
    "self.notify(clean(text, limit=200), markup=False)",
    "self._title = title",
]


@pytest.mark.parametrize("source", BAD)
def test_the_rule_on_texts_can_fail(source: str) -> None:
    assert found(unguarded_texts, source) == 1


@pytest.mark.parametrize("source", GOOD)
def test_the_rule_on_texts_lets_harmless_ones_pass(source: str) -> None:
    assert found(unguarded_texts, source) == 0


def test_the_rules_on_markup_and_containers_can_fail() -> None:
    assert found(notices_with_markup, "self.notify('x')") == 1
    assert found(notices_with_markup, "self.notify('x', markup=True)") == 1
    assert found(notices_with_markup, "self.notify('x', markup=False)") == 0
    assert found(markup_made, "Content.from_markup(x)") == 1
    assert found(markup_made, "OptionList(markup=True)") == 1
    assert found(slow_containers, "from textual.containers import Vertical") == 1
    assert found(bare_inputs, "from textual.widgets import Input\nyield Input(id='x')") == 1
    assert found(bare_inputs, "from textual.widgets import Input\nclass Box(Input): ...") == 1
    assert found(bare_inputs, "from textual.widgets import Input\ndef f(e: Input.Changed): ...") == 0
    assert found(slow_containers, "from widgets.ground import Ground") == 0
