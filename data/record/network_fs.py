"""Is this path on another machine? SQLite's locks cannot be trusted there."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath

NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "gfs2", "ocfs2", "davfs"}
    | {"beegfs", "gpfs", "fuse.sshfs", "fuse.glusterfs", "fuse.cephfs", "fuse.rclone", "fuse.s3fs"}
    | {"fuse.davfs2", "fuse.smbnetfs"}
)
_MOUNTS = Path("/proc/mounts")
_DRIVE_REMOTE = 4


def network_fs(path: Path) -> str:
    """The name of the network file system that holds `path`; "" when it is a disk of this machine.

    A path that does not exist yet counts as where its folder is. Where the system does not say
    (neither Linux nor Windows), the answer is "".
    """
    where = Path(os.path.realpath(path))  # a loop of links is no reason to fail here
    if sys.platform == "win32":
        return _windows_share(str(where))
    try:
        mounts = _MOUNTS.read_text("utf-8", "replace")
    except OSError:
        return ""
    kind = mounted_as(PurePosixPath(where), mounts)
    return kind if kind in NETWORK else ""


def mounted_as(path: PurePosixPath, mounts: str) -> str:
    """The type of the file system at `path` by a table like /proc/mounts; the last match wins."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mount = PurePosixPath(_unescaped(fields[1]))
        if path.is_relative_to(mount) and len(mount.parts) >= best:
            best, kind = len(mount.parts), fields[2]
    return kind


def _unescaped(field: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, char)
    return field


def _windows_share(path: str) -> str:
    """UNC paths, and drive letters that stand for one."""
    if path.startswith("\\\\"):
        return "" if path.startswith("\\\\?\\") and not path.startswith("\\\\?\\UNC") else "smb"
    import ctypes

    windll = getattr(ctypes, "windll", None)
    if windll is not None and windll.kernel32.GetDriveTypeW(path[:3]) == _DRIVE_REMOTE:
        return "smb"
    return ""
