"""The Ed25519 key that signs heads and manifests: made on first use, readable by its owner only.

A file of PKCS#8 in PEM, which OpenSSL reads too. It is nobody's proof by itself: whoever reads the file can
sign. What binds it to a person is its id, noted on paper that people sign.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from data.record.errors import errno_name
from data.record.file import publish

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

OTHERS = stat.S_IRWXG | stat.S_IRWXO
ID_DIGITS = 16


class KeyProblem(Exception):
    """The key cannot be used. `code`: key_exposed (others may read it), key_foreign (it is another user's),
    key_unreadable (no Ed25519 key in it), key_closed (the system does not let it be read), key_unwritable (it
    could not be made). `params` hold `file` and `why`: the name of the errno of `error`, "" without one.
    """

    def __init__(self, code: str, path: Path, error: OSError | None = None) -> None:
        why = "" if error is None else errno_name(error)
        super().__init__(code, str(path), why)
        self.code = code
        self.params: dict[str, str] = {"file": str(path), "why": why}


class SigningKey:
    """A private key at hand. `public` are the 32 bytes of its other half, `id` how people tell keys apart."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    def sign(self, content: bytes) -> bytes:
        """The 64 bytes of the signature (RFC 8032)."""
        return self._private.sign(content)

    @property
    def pem(self) -> bytes:
        """The public half as OpenSSL reads it (SubjectPublicKeyInfo)."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key_id(public: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of the 32 bytes of a public key."""
    return hashlib.sha256(public).hexdigest()[:ID_DIGITS]


def signing_key(path: Path) -> SigningKey:
    """The key at `path`, made if there is none. Raises KeyProblem."""
    if not path.exists():
        _make(path)
    return _load(path)


def public_key(pem: bytes) -> bytes | None:
    """The 32 bytes of a public key in PEM; None when it is no Ed25519 key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        found = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return found.public_bytes_raw() if isinstance(found, Ed25519PublicKey) else None


def is_signed(public: bytes, content: bytes, signature: bytes) -> bool:
    """Whether `signature` is that of `content` by the key whose 32 bytes are `public`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key: Ed25519PublicKey = Ed25519PublicKey.from_public_bytes(public)
        key.verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _load(path: Path) -> SigningKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        with path.open("rb") as file:
            _is_for_us_alone(file.fileno(), path)
            private = load_pem_private_key(file.read(2**16), password=None)
    except OSError as error:
        raise KeyProblem("key_closed", path, error) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyProblem("key_unreadable", path) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyProblem("key_unreadable", path)
    return SigningKey(private)


def _is_for_us_alone(handle: int, path: Path) -> None:
    """Where files have owners: ours, and closed to everybody else. Raises KeyProblem."""
    if os.name != "posix":
        return
    status = os.fstat(handle)
    if status.st_uid != os.geteuid():
        raise KeyProblem("key_foreign", path)
    if status.st_mode & OTHERS:
        raise KeyProblem("key_exposed", path)


def _make(path: Path) -> None:
    """Whole or not at all, and never readable by others in between; of two at once, the first one stands."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = Ed25519PrivateKey.generate()
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".{path.name}.{os.urandom(6).hex()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            if os.name == "nt":
                _for_owner_only(draft)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        publish(draft, path)
    except OSError as error:
        raise KeyProblem("key_unwritable", path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _for_owner_only(path: Path) -> None:
    """Windows: no inherited rights, all rights to the one who runs this. Raises OSError.

    A profile folder is closed to other users already; this keeps the file closed where it is elsewhere.
    """
    import subprocess

    try:
        who = subprocess.run(["whoami"], capture_output=True, text=True, check=True).stdout.strip()
        command = ["icacls", str(path), "/inheritance:r", "/grant:r", f"{who}:F"]
        subprocess.run(command, capture_output=True, check=True)
    except subprocess.CalledProcessError as error:
        raise OSError(0, "icacls") from error
