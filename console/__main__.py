"""The `diemcau` command: refuse a broken installation, then hand over to the command line."""

from __future__ import annotations

import gc
import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("console", "widgets", "adapters", "data")


def homes() -> dict[str, Path | None]:
    """Where each of our four packages would be imported from."""
    found: dict[str, Path | None] = {}
    for package in PACKAGES:
        spec = find_spec(package)
        found[package] = Path(spec.origin).parent.parent if spec and spec.origin else None
    return found


def main() -> int:
    """Run the command of `sys.argv`; the exit code is 0 done, 1 the answer is no, 2 wrong use."""
    places = homes()
    if len(set(places.values())) != 1 or None in places.values():
        strangers = ", ".join(f"{package}: {place or '?'}" for package, place in places.items())
        sys.stderr.write(
            "diemcau: bản cài đặt bị lẫn gói khác / another distribution shadows our packages\n"
            f"  {strangers}\n"
            "  cài lại trong môi trường riêng / install again in an environment of its own\n"
        )
        return 2
    try:
        gc.disable()  # imports make nothing but lasting objects; the command line turns it on again
        from console.cli import main as run

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # pressed while the program was still being read in
        return 130


if __name__ == "__main__":
    sys.exit(main())
