"""Where the product's files are, and a fresh interpreter to import them in."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUBPROCESS_ENV = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
"""For processes that import the product, or `kit` and its neighbours."""
PACKAGES = ("console", "widgets", "adapters", "data")


def sources(*packages: str) -> list[Path]:
    """Every Python file of the named packages (all four by default), sorted."""
    return sorted(path for name in packages or PACKAGES for path in (ROOT / name).rglob("*.py"))


def module_name(path: Path) -> str:
    """The dotted name under which a product file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules(*packages: str) -> list[str]:
    """Every module of the named packages (all four by default)."""
    return [module_name(path) for path in sources(*packages)]


def run_python(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a new interpreter that sees the packages and nothing loaded yet."""
    command = [sys.executable, "-c", code, *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


_LOADED = "import importlib, sys; [importlib.import_module(n) for n in sys.argv[1:]]; print(*sys.modules)"


@cache
def loaded_by(*names: str) -> frozenset[str]:
    """Top-level packages in `sys.modules` after importing `names` and nothing else."""
    done = run_python(_LOADED, *names)
    assert done.returncode == 0, done.stderr
    return frozenset(name.partition(".")[0] for name in done.stdout.split())
