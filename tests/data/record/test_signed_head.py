"""Heads that were signed: the key is its owner's alone, a line holds, and the smallest change does not."""

from __future__ import annotations

import os
import random
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from kit.record.logs import filled, open_log, tampered

from data.record import signing_key as keys
from data.record.chain import Head
from data.record.event_log import verify
from data.record.signed_head import (
    HeadFault,
    append_head,
    copy_heads,
    heads_path,
    keys_beside,
    last_head,
    parse_head,
    pem_path,
    read_heads,
    signed_head,
)
from data.record.signing_key import KeyProblem, SigningKey, is_signed, key_id, public_key, signing_key

AT_MS = 1_718_521_200_000


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return signing_key(tmp_path / "home" / "key.pem")


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key.pem"
    made = signing_key(path)
    assert signing_key(path).public == made.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["key.pem"]
    assert public_key(made.pem) == made.public and key_id(made.public) == made.id


def test_its_draft_is_never_readable_by_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = os.fsync

    def watched(fd: int) -> None:
        mode = os.fstat(fd).st_mode
        seen.extend([mode & 0o77] if stat.S_ISREG(mode) else [])
        real(fd)

    monkeypatch.setattr("os.fsync", watched)
    before = os.umask(0)
    try:
        signing_key(tmp_path / "key.pem")
    finally:
        os.umask(before)
    assert seen == [0]


def test_on_a_stick_that_knows_no_links_it_is_made_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    made = signing_key(tmp_path / "key.pem")
    assert signing_key(tmp_path / "key.pem").public == made.public
    assert [each.name for each in tmp_path.iterdir()] == ["key.pem"]
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600


def test_of_two_made_at_once_one_stands(tmp_path: Path) -> None:
    found: list[bytes] = []
    together = threading.Barrier(6)

    def make() -> None:
        together.wait()
        found.append(signing_key(tmp_path / "key.pem").public)

    threads = [threading.Thread(target=make) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6 and len(set(found)) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    signing_key(tmp_path / "key.pem")
    (tmp_path / "key.pem").chmod(mode)
    with pytest.raises(KeyProblem) as caught:
        signing_key(tmp_path / "key.pem")
    assert caught.value.code == "key_exposed"


@pytest.mark.skipif(os.name != "posix", reason="files have owners there")
def test_a_key_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signing_key(tmp_path / "key.pem")
    monkeypatch.setattr(os, "geteuid", lambda: (tmp_path / "key.pem").stat().st_uid + 1)
    with pytest.raises(KeyProblem) as caught:
        signing_key(tmp_path / "key.pem")
    assert caught.value.code == "key_foreign"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_what_is_no_key_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key.pem"
    path.touch(0o600)
    path.write_bytes(content)
    with pytest.raises(KeyProblem) as caught:
        signing_key(path)
    assert caught.value.code == "key_unreadable" and public_key(content) is None


def test_where_no_key_can_be_made_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyProblem) as caught:
        signing_key(tmp_path / "file" / "key.pem")
    assert caught.value.code == "key_unwritable"
    assert caught.value.params["why"] == "EEXIST"


def test_a_key_that_the_system_does_not_open_is_no_broken_key(tmp_path: Path) -> None:
    (tmp_path / "key.pem").mkdir()
    with pytest.raises(KeyProblem) as caught:
        signing_key(tmp_path / "key.pem")
    assert (caught.value.code, caught.value.params["why"]) == ("key_closed", "EISDIR")


def test_on_windows_inherited_rights_are_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is run there; that it does what it says was not seen."""
    import subprocess

    asked: list[list[str]] = []

    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, stdout="may\\thu ky\n")

    monkeypatch.setattr(subprocess, "run", run)
    keys._for_owner_only(tmp_path / "key.pem")
    assert asked[1][1:] == [str(tmp_path / "key.pem"), "/inheritance:r", "/grant:r", "may\\thu ky:F"]


def test_the_signature_is_that_of_rfc_8032() -> None:
    """Test 2 of its section 7.1."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(secret))
    assert key.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = key.sign(b"\x72")
    assert signature.hex().startswith("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da")
    assert is_signed(key.public, b"\x72", signature)
    assert not is_signed(key.public, b"\x73", signature) and not is_signed(b"short", b"\x72", signature)


def test_a_line_comes_back_as_it_was_written(tmp_path: Path, key: SigningKey) -> None:
    signed = signed_head(key, Head(1284, bytes(range(32))), AT_MS)
    assert parse_head(signed.line) == signed
    assert signed.line.startswith(
        f"diemcau-head-1 1284:{bytes(range(32)).hex()} 2024-06-16T07:00:00.000Z {key.id} "
    )


def test_the_smallest_change_of_a_line_is_found(tmp_path: Path, key: SigningKey) -> None:
    """1,000 lines with one character changed each."""
    path, known = tmp_path / "log.db.heads", {key.id: key.public}
    line = signed_head(key, Head(1284, bytes(range(32))), AT_MS).line
    path.write_text(f"{line}\n")
    assert read_heads(path, known)[1] == []
    choose = random.Random(11)
    signature_from = line.rindex(" ") + 1
    for _ in range(1000):
        at = choose.randrange(len(line))
        other = choose.choice([c for c in "0123456789abcdefABCDEF+/ -:" if c != line[at]])
        changed = f"{line[:at]}{other}{line[at + 1 :]}"
        path.write_text(f"{changed}\n")
        good, faults = read_heads(path, known)
        if at >= signature_from and not faults:  # base64 has spare bits in its last letter
            assert [each.signature for each in good] == [parse_head(line).signature]  # type: ignore[union-attr]
            continue
        assert good == [] and len(faults) == 1, changed


def test_heads_are_kept_one_a_line_and_a_torn_one_is_cut_away(tmp_path: Path, key: SigningKey) -> None:
    path = tmp_path / "log.db.heads"
    assert last_head(path) is None
    for seq in (1, 2):
        append_head(path, signed_head(key, Head(seq, bytes(32)), AT_MS))
    path.write_bytes(path.read_bytes() + b"diemcau-head-1 3:00")
    append_head(path, signed_head(key, Head(4, bytes(32)), AT_MS))
    good, faults = read_heads(path, {key.id: key.public})
    assert [each.head.seq for each in good] == [1, 2, 4] and faults == []
    assert last_head(path) == good[-1]
    assert read_heads(path, {})[1] == [HeadFault(number, "key") for number in (1, 2, 3)]


def test_signed_heads_find_a_record_that_was_cut_or_written_anew(tmp_path: Path, key: SigningKey) -> None:
    log = filled(tmp_path / "log.db", 0)
    heads = []
    for rows in (3, 9, 20):
        filled(log, rows - verify(log).rows)
        heads.append(verify(log).head)
    assert verify(log, heads=heads).ok and verify(log, heads=heads, head=heads[0]).ok
    with closing(open_log(tmp_path / "other.db")):
        pass
    other = filled(tmp_path / "other.db", 25, batch=7)
    assert verify(other).ok
    tampered(other, "UPDATE event SET actor = actor")
    wrong = Head(9, bytes(32))
    found = verify(log, heads=[*heads, wrong])
    assert (found.ok, found.bad_seq, found.why) == (False, 9, "head")
    tampered(log, "DELETE FROM event WHERE seq > 15")
    assert verify(log, heads=heads[:2]).ok
    cut = verify(log, heads=heads)
    assert (cut.ok, cut.bad_seq, cut.why) == (False, 16, "head")


def test_heads_and_keys_are_copied_and_a_longer_file_there_stays(tmp_path: Path, key: SigningKey) -> None:
    log, there = tmp_path / "log.db", tmp_path / "usb"
    there.mkdir()
    pem_path(tmp_path, key.id).write_bytes(key.pem)
    for seq in (1, 2):
        append_head(heads_path(log), signed_head(key, Head(seq, bytes(32)), AT_MS))
    copy_heads(log, there)
    assert len(read_heads(there / "log.db.heads", keys_beside(there))[0]) == 2
    heads_path(log).write_bytes(heads_path(log).read_bytes().splitlines(keepends=True)[0])
    copy_heads(log, there)
    assert len(read_heads(there / "log.db.heads", keys_beside(there))[0]) == 2
