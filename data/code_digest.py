"""Names the code that made a cache, so that another version of it never reads what it cannot know."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

_HERE = Path(__file__).parent


@lru_cache(maxsize=4)
def code_digest(*modules: str) -> str:
    """SHA-256 (hex) over the text of these modules of `data`, by their paths: "state", "importers/points".

    Where that text cannot be read, a name that nothing else has: a cache is then made and never used.
    """
    digest = hashlib.sha256()
    try:
        for module in modules:
            digest.update((_HERE / f"{module}.py").read_bytes())
    except OSError:
        return f"unreadable-{os.urandom(16).hex()}"
    return digest.hexdigest()
