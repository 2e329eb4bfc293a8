"""One of several processes that give one command at one moment: `python -m kit.record.racing FOLDER`.

Reads one cue a line from stdin, runs `advance FOLDER --expect CUE` through the command line's own
`main`, and answers `code<TAB>stdout<TAB>stderr` as one line of JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys

from console.cli import main


def answer(folder: str, cue: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["advance", folder, "--expect", cue, "--lang", "en"])
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(sys.argv[1], line.strip())), flush=True)
