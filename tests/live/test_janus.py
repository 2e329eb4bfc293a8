"""The Janus adapter against a real server with real media, in a network of its own.

Janus and the rooms refuse loopback for media, so all of them run in a namespace with one made-up
address; nothing leaves it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "janus_rooms.py"
NETWORK = " && ".join(
    (
        "ip link add m0 type veth peer name m1",
        "ip addr add 192.0.2.2/24 dev m0",
        *(f"ip link set {link} up" for link in ("m0", "m1", "lo")),
    )
)


def missing() -> str:
    """Why it cannot run here, with the line that mends it; "" when it can."""
    for program, package in (("janus", "janus"), ("ip", "iproute2"), ("unshare", "util-linux")):
        if shutil.which(program) is None:
            return f"no {program}: apt-get install --no-install-recommends {package}"
    if find_spec("aiortc") is None:
        return "no aiortc: pip install aiortc"
    made = subprocess.run(["unshare", "-rn", "sh", "-c", NETWORK], capture_output=True, check=False)
    return "" if made.returncode == 0 else "this machine lets nobody make a network namespace with a veth"


WHY = missing()


@pytest.mark.skipif(bool(WHY), reason=WHY)
def test_a_room_that_is_cut_off_is_seen_while_the_server_still_lists_it() -> None:
    run = subprocess.run(
        ["unshare", "-rn", "sh", "-c", f'{NETWORK} && exec "$0" "$1"', sys.executable, str(SCRIPT)],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env={**os.environ, "DIEMCAU_LIVE_JANUS": "open"},
    )
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert set(told["presence"].values()) == {"media"}
    assert told["loss_pct"]["T1"] <= 1.5
    assert abs(told["loss_pct"]["T2"] - 10) <= 4, "1,250 packets: four standard deviations are 3.4 points"
    assert (told["well"]["T1"], told["well"]["T2"]) == ("ok", "degraded")
    assert told["checking_s"] is not None and told["down_s"] is not None
    assert told["still_listed"] is True
