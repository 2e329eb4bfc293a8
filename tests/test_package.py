"""What a user installs: the wheel's files, and its command in an environment with no checkout near."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from kit.home import PERSONS, VARIABLES
from kit.product import PACKAGES, ROOT

from console.text.sentences import LANGUAGES, LOCALE

pytestmark = pytest.mark.package

BIN = "Scripts" if os.name == "nt" else "bin"
DATA_FILES = ("data/record/schema.sql", "data/samples/conference.toml", "console/console.tcss")
CATALOGUES = tuple(
    str(path.relative_to(ROOT)) for language in LANGUAGES for path in (LOCALE / language).glob("*/*.mo")
)


def run(*command: str | Path, cwd: Path, timeout: int = 300) -> subprocess.CompletedProcess[str]:
    """Run to the end, with nothing of this checkout's Python in the environment."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    env |= dict.fromkeys(VARIABLES, str(PERSONS))  # where pip and uv are told of their indexes
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def done(*command: str | Path, cwd: Path, timeout: int = 300) -> str:
    """The output of a command that must succeed."""
    result = run(*command, cwd=cwd, timeout=timeout)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def tracked() -> set[str]:
    """The files of the four packages that git knows, which is what a clone has."""
    listed = done("git", "ls-files", "-z", "--", *PACKAGES, cwd=ROOT)
    return {name for name in listed.split("\0") if name and (ROOT / name).exists()}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel made from it; built from tracked files alone."""
    folder = tmp_path_factory.mktemp("dist")
    source = tmp_path_factory.mktemp("source")
    for name in sorted(tracked() | {"pyproject.toml", "README.md", "LICENSE", ".gitignore"}):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    (source / "data" / "left_behind.db").write_bytes(b"a log that somebody forgot here")
    done(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, source, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def command(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed `diemcau` of a clean environment that holds the constrained versions."""
    home = tmp_path_factory.mktemp("clean") / "venv"
    (wheel,) = dist.glob("*.whl")
    constraints = ROOT / "constraints.txt"
    if shutil.which("uv"):
        done("uv", "venv", "--python", sys.executable, home, cwd=dist)
        done("uv", "pip", "install", "--python", home / BIN / "python", "-c", constraints, wheel, cwd=dist)
    else:
        done(sys.executable, "-m", "venv", home, cwd=dist)
        done(home / BIN / "python", "-m", "pip", "install", "--quiet", "-c", constraints, wheel, cwd=dist)
    return home / BIN / "diemcau"


def wheel_files(dist: Path) -> set[str]:
    """Names in the wheel, without its metadata folder."""
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_what_git_holds_and_nothing_else(dist: Path) -> None:
    assert wheel_files(dist) == tracked()


@pytest.mark.parametrize("name", [*DATA_FILES, *CATALOGUES])
def test_the_wheel_holds_what_is_not_python(dist: Path, name: str) -> None:
    assert name in wheel_files(dist)


def test_no_log_and_no_test_travels(dist: Path) -> None:
    assert not [name for name in wheel_files(dist) if name.endswith((".db", ".pyc")) or "test" in name]


def test_the_sdist_holds_the_packages_and_the_licence(dist: Path) -> None:
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked() | {"LICENSE", "README.md", "pyproject.toml"} <= names
    assert "data/left_behind.db" not in names


def test_the_wheel_carries_the_licence(dist: Path) -> None:
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]
        assert "Apache License" in archive.read(name).decode("utf-8")


def test_help_from_the_wheel_with_no_checkout(command: Path, tmp_path: Path) -> None:
    assert "demo" in done(command, "--help", cwd=tmp_path)


def test_demo_from_the_wheel_with_no_checkout(command: Path, tmp_path: Path) -> None:
    done(command, "demo", "--headless", "--seconds", "3", cwd=tmp_path, timeout=120)


def test_the_whole_environment_is_constrained(command: Path, tmp_path: Path) -> None:
    """A package missing from constraints.txt would float: everyone would test another program."""
    code = "from importlib.metadata import distributions as d; print(*sorted(x.name for x in d()))"
    installed = done(command.parent / "python", "-c", code, cwd=tmp_path).split()
    pinned = {
        line.partition("==")[0].replace("_", "-").lower()
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    }
    free = {"pip", "setuptools", "diemcau"}
    assert {name.replace("_", "-").lower() for name in installed} - free <= pinned
