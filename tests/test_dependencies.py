"""What the code imports is what pyproject.toml declares, and what it declares is constrained."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

from kit.product import PACKAGES, ROOT, sources

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUNTIME = PROJECT["dependencies"]
TOOLS = [each for extra in ("dev", "live") for each in PROJECT["optional-dependencies"][extra]]
EXTRAS = [
    each for extra in ("web", "probe", "jitsi", "clips") for each in PROJECT["optional-dependencies"][extra]
]
"""What one command or one kind of source alone asks for, and says how to install when it is missing."""
UNIMPORTED = {"tzdata"}
"""Declared although no line of ours imports it: zoneinfo looks for it."""


def plain(requirement: str) -> str:
    """The normalised name at the head of a requirement."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def imported(paths: Iterable[Path]) -> set[str]:
    """Distributions that the files import anywhere, without the standard library and ourselves."""
    packages: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                packages |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                packages.add(node.module.partition(".")[0])
    foreign = packages - sys.stdlib_module_names - {*PACKAGES, "kit"}
    owners = packages_distributions()
    return {plain(name) for package in foreign for name in owners.get(package, [package])}


def test_the_product_imports_what_it_declares() -> None:
    declared = {plain(requirement) for requirement in [*RUNTIME, *EXTRAS]}
    found = imported(sources())
    assert found <= declared
    assert declared - UNIMPORTED <= found, "declared, and used by nothing"
    assert set(EXTRAS) <= set(TOOLS), "the tests use them all"


def test_the_tests_import_what_is_declared() -> None:
    declared = {plain(requirement) for requirement in [*RUNTIME, *TOOLS]}
    assert imported((ROOT / "tests").rglob("*.py")) <= declared


def test_every_declared_package_has_one_exact_version() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    versions = [line.partition(";")[0].strip() for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.+!-]+", version) for version in versions), "versions, no addresses"
    names = [plain(version) for version in versions]
    assert len(names) == len(set(names))
    assert {plain(requirement) for requirement in [*RUNTIME, *TOOLS]} <= set(names)
