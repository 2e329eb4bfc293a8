"""A network of a test's own: one made-up address, and nothing that leaves it.

Servers of media refuse loopback, and lines that can be cut need a host to be cut off from, so what runs
here runs in a namespace with 192.0.2.0/24 (RFC 5737) on a pair of links of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from kit.product import SUBPROCESS_ENV

ADDRESS = "192.0.2.2"
_LINKS = " && ".join(
    (
        "ip link add m0 type veth peer name m1",
        f"ip addr add {ADDRESS}/24 dev m0",
        *(f"ip link set {link} up" for link in ("m0", "m1", "lo")),
    )
)
_PROGRAMS = {"ip": "iproute2", "unshare": "util-linux"}


def missing(programs: Mapping[str, str], *modules: str) -> str:
    """Why a test cannot run here, with the line that mends it; "" when it can.

    `programs`: the Debian package of each; `modules`: what `pip install -e .[live]` brings.
    """
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    for program, package in {**programs, **_PROGRAMS}.items():
        if shutil.which(program, path=path) is None:
            return f"no {program}: apt-get install --no-install-recommends {package}"
    for module in modules:
        if find_spec(module) is None:
            return f"no {module}: pip install -c constraints.txt -e '.[live]'"
    made = subprocess.run(["unshare", "-rn", "sh", "-c", _LINKS], capture_output=True, check=False)
    return "" if made.returncode == 0 else "this machine lets nobody make a network namespace with a veth"


def told_by(module: str, *, timeout_s: float, **env: str) -> dict[str, Any]:
    """Run `module` in a network of its own; the JSON object that its last line is."""
    found = in_own_network(module, timeout_s=timeout_s, **env)
    assert isinstance(found, dict)
    return found


def in_own_network(module: str, *words: str, timeout_s: float, **env: str) -> Any:
    """The same with `words` after the module, for any JSON. Whom it asks outside is never heard of again."""
    run = subprocess.run(
        ["unshare", "-rn", "sh", "-c", f'{_LINKS} && exec "$0" "$@"', sys.executable, "-m", module, *words],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
        env={**SUBPROCESS_ENV, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin", **env},
    )
    assert run.returncode == 0, run.stderr[-4000:]
    return json.loads(run.stdout.splitlines()[-1])
