"""The rules of the house that imports can break: layers at run time, first paint, Windows, size.

The static graph is import-linter's (`make check`); here real interpreters import real modules.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from kit.product import PACKAGES, ROOT, loaded_by, module_name, modules, run_python, sources

HEAVY = {"aiohttp", "openpyxl", "sqlite_utils"}
DRAWING = re.compile(r"console/(app|palette|theme)\.py|console/screens/.*|widgets/.*")
POSIX_ONLY_MODULES = ["fcntl", "pwd", "grp", "termios", "tty", "pty", "resource", "syslog"]
POSIX_ONLY_NAMES = {
    "os": "chown fchmod fork forkpty geteuid getegid getgid getloadavg getpgid getuid killpg mkfifo nice "
    "openpty sched_getaffinity setsid statvfs sysconf uname wait wait3 wait4",
    "signal": "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 "
    "SIGWINCH alarm pause pthread_sigmask setitimer sigwait",
    "time": "CLOCK_BOOTTIME CLOCK_MONOTONIC clock_gettime clock_gettime_ns tzset",
}
NOT_ON_WINDOWS = {"add_signal_handler", "SIGHUP", "SIGKILL", "SIGSTOP", "SIGCONT", "fork", "openpty"}
LINES_AT_MOST = 400

every_source = pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())


def draws(path: Path) -> bool:
    """Whether this product file may import textual."""
    return DRAWING.fullmatch(path.relative_to(ROOT).as_posix()) is not None


def imported_packages(path: Path) -> Iterator[str]:
    """Top-level packages that the file imports, at its top or inside its functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def lost_imports(path: Path) -> Iterator[str]:
    """What a test takes from the product or the kit, at its top or inside its functions, and is not there."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or (node.module or "").partition(".")[0] not in {
            *PACKAGES,
            "kit",
        }:
            continue
        place = ROOT / ("tests" if node.module.startswith("kit") else "") / node.module.replace(".", "/")
        home = place.with_suffix(".py") if place.with_suffix(".py").exists() else place / "__init__.py"
        told = home.read_text("utf-8") if home.exists() else ""
        for name in (alias.name for alias in node.names):
            if not re.search(rf"\b{name}\b", told) and not any(place.glob(f"{name}*")):
                yield f"from {node.module} import {name}"


def test_what_tests_import_of_ours_is_there() -> None:
    lost = {str(path.relative_to(ROOT)): [*lost_imports(path)] for path in (ROOT / "tests").rglob("*.py")}
    assert {path: names for path, names in lost.items() if names} == {}


def test_data_loads_nothing_of_ours_and_nothing_heavy() -> None:
    forbidden = HEAVY | {"textual", "rich", "click", "console", "widgets", "adapters"}
    assert not loaded_by(*modules("data")) & forbidden


def test_adapters_never_load_the_screen() -> None:
    assert not loaded_by(*modules("adapters")) & {"textual", "rich", "console", "widgets"}


def test_the_adapter_protocol_and_registry_load_no_platform() -> None:
    contracts = [name for name in ("base", "errors", "registry") if (ROOT / f"adapters/{name}.py").exists()]
    assert {"base", "errors"} <= set(contracts)
    assert not loaded_by(*(f"adapters.{name}" for name in contracts)) & {"aiohttp", "textual"}


def test_widgets_load_no_network_and_no_log() -> None:
    assert not loaded_by(*modules("widgets")) & (HEAVY | {"console", "adapters"})


def test_the_desk_and_the_commands_load_no_screen() -> None:
    names = [module_name(path) for path in sources("console") if not draws(path)]
    assert "textual" not in loaded_by(*names)


def test_nothing_heavy_is_loaded_before_first_paint() -> None:
    assert not loaded_by(*modules("console", "widgets")) & HEAVY


def test_contributing_names_every_room() -> None:
    rooms = {path.parent for path in sources() if path.name == "__init__.py" and path.parent.parent != ROOT}
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## The rooms")[2].partition("\n## ")[0]
    unnamed = [room for room in rooms if not re.search(rf"[`/]{room.name}[`/]", told)]
    assert not unnamed


def test_decisions_are_numbered_one_by_one_and_say_why_and_at_what_cost() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    titles = [page.read_text("utf-8").partition("\n")[0] for page in pages]
    assert [page.name[:5] for page in pages] == [f"{number:04}-" for number in range(1, len(pages) + 1)]
    assert [title.partition(".")[0] for title in titles] == [f"# {n}" for n in range(1, len(pages) + 1)]
    for page in pages:
        parts = re.findall(r"^\*\*(\w+)\.\*\*", page.read_text("utf-8"), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], page.name


@every_source
def test_textual_is_named_only_where_something_is_drawn(path: Path) -> None:
    assert draws(path) or "textual" not in imported_packages(path)


@every_source
def test_absolute_imports_only(path: Path) -> None:
    """`widgets` and `data` are names others use too: a relative import would hide which one is meant."""
    tree = ast.parse(path.read_text("utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]


@every_source
def test_no_name_that_windows_lacks_is_used_as_an_attribute(path: Path) -> None:
    """Where such a thing is wanted, `getattr` asks for it and takes no for an answer."""
    tree = ast.parse(path.read_text("utf-8"))
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    assert not {node.attr for node in used} & NOT_ON_WINDOWS
    assert "os.kill" not in {ast.unparse(node) for node in used}, (
        "it ends the process there, whatever the signal"
    )


@every_source
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LINES_AT_MOST


def test_no_python_file_in_the_root_and_no_test_package() -> None:
    """The editable install puts the root on `sys.path`: everything there would be importable."""
    assert not list(ROOT.glob("*.py"))
    assert not list((ROOT / "tests").rglob("__init__.py"))


AS_ON_WINDOWS = """
import importlib, json, sys
names, packages, hidden_modules, hidden_names = json.loads(sys.argv[1])
for name in names:
    importlib.import_module(name)      # loads libraries and stdlib, which know about platforms
for name in [n for n in sys.modules if n.partition(".")[0] in packages]:
    del sys.modules[name]
for name in hidden_modules:
    sys.modules[name] = None
for module, words in hidden_names.items():
    for word in words.split():
        if hasattr(sys.modules[module], word):
            delattr(sys.modules[module], word)
sys.stderr.write("hidden\\n")
for name in names:
    importlib.import_module(name)
"""


def import_as_on_windows(*names: str, packages: tuple[str, ...] = PACKAGES) -> tuple[int, str]:
    """Import `names` where POSIX-only modules and names do not exist: exit code and last words."""
    request = json.dumps([names, packages, POSIX_ONLY_MODULES, POSIX_ONLY_NAMES])
    done = run_python(AS_ON_WINDOWS, request)
    assert "hidden" in done.stderr, done.stderr
    return done.returncode, done.stderr


def test_every_module_imports_as_on_windows() -> None:
    code, said = import_as_on_windows(*modules())
    assert code == 0, said


@pytest.mark.parametrize("name", ["pty", "mailbox", "getpass"])
def test_the_windows_test_can_fail(name: str) -> None:
    """Standard modules that need, or may do without, what Windows lacks, judged by the same rule."""
    code, said = import_as_on_windows("signal", "time", name, packages=(name,))
    assert (code == 0) == (name != "pty"), said
