"""Rules about text in the product's source, each a function from parsed source to what breaks it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Found = Iterator[tuple[int, str]]
"""(line, what stands there)"""

TITLES = frozenset({"border_title", "border_subtitle", "tooltip"})
"""Attributes whose str Textual reads as markup."""
NAMES = frozenset({"title", "sub_title", "placeholder"})
"""Attributes and keywords whose str is drawn as it is, escape codes included."""
SHOWING = frozenset({"content", "renderable", "prompt", "label", "title", "text", "tooltip"})
"""Keywords of Textual's widgets that hold what is drawn."""
METHODS = frozenset({"update", "add_option", "with_tooltip", "replace_option_prompt_at_index", "add_row"})
"""Methods of Textual's widgets that take what is drawn."""
TYPED_IN = frozenset({"Input", "TextArea"})
"""Widgets whose first word is a value, not a text to draw; they are asked about by another test."""


def foreign_literals(tree: ast.AST) -> Found:
    """Strings with characters beyond ASCII, documentation apart."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            strangers = "".join(sorted({char for char in node.value if not char.isascii()}))
            if strangers:
                yield node.lineno, strangers


def unguarded_texts(tree: ast.AST) -> Found:
    """Text on its way to Textual that is neither a literal nor made harmless on the spot."""
    drawn_by = _names_from_textual_widgets(tree)
    contents = _functions_that_give_content(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target, value in _assigned(node):
                safe = _is_content(value, contents) or (target.attr in NAMES and _is_name(value))
                if target.attr in TITLES | NAMES and not safe:
                    yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Call):
            yield from _unguarded_call(node, drawn_by, contents)


def _unguarded_call(call: ast.Call, drawn_by: set[str], contents: set[str]) -> Found:
    called = _called(call)
    owner = isinstance(call.func, ast.Attribute)
    shown: list[ast.expr] = []
    if called in drawn_by - TYPED_IN or (owner and called in METHODS and drawn_by):
        shown += [arg.value if isinstance(arg, ast.Starred) else arg for arg in call.args[:1]]
        shown += [word.value for word in call.keywords if word.arg in SHOWING]
    shown += [word.value for word in call.keywords if word.arg in TITLES]
    for value in shown:
        nested = isinstance(value, ast.Call) and _called(value) in drawn_by  # looked at by itself
        if not nested and not _is_content(value, contents):
            yield call.lineno, ast.unparse(call)
    named = [word.value for word in call.keywords if word.arg == "placeholder"]
    if owner and called == "notify":
        named += call.args[:1] + [word.value for word in call.keywords if word.arg in ("message", "title")]
    if drawn_by or called == "notify":
        for value in named:
            if not _is_name(value):
                yield call.lineno, ast.unparse(call)


def notices_with_markup(tree: ast.AST) -> Found:
    """Calls of `notify` without `markup=False`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "notify":
            off = [word.value for word in node.keywords if word.arg == "markup"]
            if not (off and isinstance(off[0], ast.Constant) and off[0].value is False):
                yield node.lineno, ast.unparse(node)


def markup_made(tree: ast.AST) -> Found:
    """Text that is asked to be read as markup."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("from_markup", "from_ansi"):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.keyword) and node.arg == "markup" and ast.unparse(node.value) == "True":
            yield node.value.lineno, "markup=True"


def bare_inputs(tree: ast.AST) -> Found:
    """Boxes to type in that are Textual's own: made, or taken for a base class."""
    boxes = _names_from_textual_widgets(tree) & {"Input", "MaskedInput", "TextArea", "Select"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in boxes:
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & boxes:
            yield node.lineno, f"class {node.name}"


def slow_containers(tree: ast.AST) -> Found:
    """Containers of Textual's own, which answer every repaint through the whole box model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "textual.containers":
            yield node.lineno, ", ".join(alias.name for alias in node.names)


def _names_from_textual_widgets(tree: ast.AST) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets")
        for alias in node.names
    }


def _functions_that_give_content(tree: ast.AST) -> set[str]:
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns and ast.unparse(node.returns) == "Content"
    }


def _assigned(node: ast.Assign) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    for target in node.targets:
        if isinstance(target, ast.Attribute):
            yield target, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(target.elts, node.value.elts, strict=True)
            yield from ((left, right) for left, right in pairs if isinstance(left, ast.Attribute))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_content(value: ast.expr, contents: set[str]) -> bool:
    """A literal, `Content(…)`, or a function of this file that gives one."""
    if isinstance(value, ast.Constant):
        return True
    return isinstance(value, ast.Call) and _called(value) in {"Content", *contents}


def _is_name(value: ast.expr) -> bool:
    """A literal, `clean(…)`, or a sentence of the catalogs into which nothing was put."""
    if isinstance(value, ast.Constant):
        return True
    if not isinstance(value, ast.Call):
        return False
    sentence = _called(value) in ("t", "_t") and not value.keywords
    return _called(value) == "clean" or (
        sentence and all(isinstance(arg, ast.Constant) for arg in value.args)
    )
