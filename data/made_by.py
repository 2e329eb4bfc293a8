"""Names the code that made a cache, so that another version of it never reads what it cannot know."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@lru_cache(maxsize=4)
def made_by(*modules: str) -> str:
    """SHA-256 (hex) over the text of these modules of `data`, by their paths: "state", "importers/points"."""
    digest = hashlib.sha256()
    for module in modules:
        digest.update((_HERE / f"{module}.py").read_bytes())
    return digest.hexdigest()
