from __future__ import annotations

import ast
import gettext
import re
import string
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from kit.product import sources

from adapters import errors
from console.text.sentences import LANGUAGES, LOCALE, translator
from data.events import KINDS
from data.folder.problem_codes import CODES
from data.health.reading import Health, Presence
from data.record.errors import LogError
from data.rules import REFUSALS
from data.state import ItemState, Stage

ROOT = Path(__file__).parents[2]
DOMAINS = sorted(path.stem for path in (LOCALE / "vi" / "LC_MESSAGES").glob("*.po"))
CATALOG_CODE = re.compile(r"[a-z_0-9]+(\.[a-zA-Z_0-9]+)+")


def read(language: str, domain: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def messages(language: str) -> dict[str, str]:
    return {str(m.id): str(m.string) for domain in DOMAINS for m in read(language, domain) if m.id}


def placeholders(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


def test_both_languages_have_the_same_ids() -> None:
    assert set(messages("vi")) == set(messages("en"))


def test_no_id_lives_in_two_domains() -> None:
    ids = [m.id for domain in DOMAINS for m in read("vi", domain) if m.id]
    assert len(ids) == len(set(ids))


def test_both_languages_have_the_same_placeholders() -> None:
    vi, en = messages("vi"), messages("en")
    differ = {code for code in vi if placeholders(vi[code]) != placeholders(en.get(code, ""))}
    assert differ == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_mo_is_compiled_from_po(language: str, domain: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = {str(m.id): str(m.string) for m in read(language, domain) if m.id}
    assert {code: compiled.gettext(code) for code in written} == written, "run: make locale"
    assert len(compiled._catalog) == len(written) + 1, "run: make locale"  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_written_finished_and_composed(language: str) -> None:
    for domain in DOMAINS:
        for message in read(language, domain):
            if message.id:
                assert message.string, message.id
                assert not message.fuzzy, message.id
                assert unicodedata.is_normalized("NFC", str(message.string)), message.id
                assert str(message.id).isascii(), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_names_only(language: str) -> None:
    for code, pattern in messages(language).items():
        for name in placeholders(pattern):
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name), (code, name)


def _translate_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """`t(…)`, `translate(…)`, `self._t(…)`, `….translate(…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ("t", "_t", "translate", "_translate"):
                yield node


def _codes(tree: ast.AST) -> Iterator[str]:
    for call in _translate_calls(tree):
        for node in ast.walk(call.args[0]):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@cache
def trees() -> dict[str, ast.Module]:
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in sources()}


def ids_in_code() -> set[tuple[str, str]]:
    return {
        (path, code)
        for path, tree in trees().items()
        for code in _codes(tree)
        if CATALOG_CODE.fullmatch(code)
    }


def _may_be_said() -> tuple[set[str], re.Pattern[str]]:
    """Every text in the code, and a pattern of those that it puts together with a dot."""
    whole, made = set[str](), set[str]()
    for node in (node for tree in trees().values() for node in ast.walk(tree)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            known = "".join(str(part) for part in parts if part is not None)
            if re.fullmatch(r"\w*\.[\w.]*", known) and len(known) > 3:
                made.add("".join(".*" if part is None else re.escape(str(part)) for part in parts))
    return whole, re.compile("|".join(sorted(made)))


def test_every_sentence_is_said_somewhere() -> None:
    whole, made = _may_be_said()
    unsaid = {
        code
        for code in messages("vi")
        if code not in whole and not made.fullmatch(code) and not _families(code) & whole
    }
    assert unsaid == set()


def _families(code: str) -> set[str]:
    """What stands before each of its dots: a word of a kind is looked up under the name of the kind."""
    return {code[: dot.start()] for dot in re.finditer(r"\.", code)}


def test_every_id_in_the_code_has_a_sentence() -> None:
    known = set(messages("vi"))
    used = ids_in_code()
    assert len(used) > 3
    assert {(path, code) for path, code in used if code not in known} == set()


def test_every_problem_of_a_folder_has_a_sentence_that_asks_for_its_parameters_only() -> None:
    vi = messages("vi")
    assert set(CODES) <= set(vi)
    assert {code for code, params in CODES.items() if not placeholders(vi[code]) <= set(params)} == set()


def test_every_log_error_has_a_sentence() -> None:
    classes = [LogError, *LogError.__subclasses__()]
    assert {cls.code for cls in classes} <= set(messages("vi"))


def adapter_codes() -> set[str]:
    classes = [errors.AdapterError, *errors.AdapterError.__subclasses__()]
    return {cls.code for cls in classes} | {"dns", "tls"}


def test_every_refusal_has_a_sentence_that_asks_for_its_parameters_only() -> None:
    vi = messages("vi")
    for code, params in REFUSALS.items():
        assert code in vi
        assert placeholders(vi[code]) <= set(params), code


def test_every_adapter_error_has_a_sentence() -> None:
    assert adapter_codes() <= set(messages("vi"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_model_have_a_word(language: str) -> None:
    t = translator(language)
    words = [f"stage.{s}" for s in Stage] + [f"item_state.{s}" for s in ItemState]
    words += [f"health.{h}" for h in Health] + [f"presence.{p}" for p in Presence]
    words += [f"event.{kind}" for kind in KINDS]
    assert [word for word in words if not t.has(word)] == []
