"""Whether the second path of the record is a second one at all."""

from __future__ import annotations

import os
from pathlib import Path


def lies_within(second: Path, folder: Path) -> bool:
    """Whether what is kept under `second` for the conference in `folder` would lie in that folder itself,
    where one fault takes both: `second` is it, is inside it, or is its parent, below which copies have its
    name.
    """
    home = Path(os.path.realpath(folder))
    return Path(os.path.realpath(Path(folder, second) / home.name)).is_relative_to(home)
