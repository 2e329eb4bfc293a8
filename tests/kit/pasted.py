"""The commands of docs/record.md, run as somebody would paste them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from kit.product import ROOT

from data.record.manifest import manifest_path


def told(block: str) -> str:
    """What stands between two marks there."""
    text = (ROOT / "docs" / "record.md").read_text("utf-8")
    found = re.search(rf"<!-- {block} -->\n(.*?)<!-- /{block} -->", text, re.S)
    assert found is not None
    return found[1]


def pasted(folder: Path, block: str) -> subprocess.CompletedProcess[str]:
    """Run them in the conference folder; -e: the first that fails is the answer."""
    key = json.loads(manifest_path(folder / "log.db").read_bytes())["key"]
    script = told(block).replace("signer-KEY", f"signer-{key}")
    script = script.replace("python docs/verify.py", f"{sys.executable} -I -S {ROOT / 'docs' / 'verify.py'}")
    return subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)
