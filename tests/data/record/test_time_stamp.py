"""What a time-stamp proves: a real authority's holds, and nothing changed, swapped or cheated does."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from kit.record.stamp_authority import cheated, issued, made_authority, openssl, reply

from console.text.sentences import LANGUAGES, translator
from data.record.time_stamp import CODES, StampProblem, certificates, checked, question

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
CONTENT = "danh mục".encode()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def answer(authority: Path) -> bytes:
    return reply(authority, question(CONTENT).content)


def root_of(authority: Path) -> tuple:  # type: ignore[type-arg]
    return certificates((authority / "ca.pem").read_bytes())


def problem(*arguments: object, **options: object) -> str:
    with pytest.raises(StampProblem) as caught:
        checked(*arguments, **options)  # type: ignore[arg-type]
    assert set(caught.value.params) == set(CODES[caught.value.code])
    return caught.value.code


def test_a_real_answer_holds_with_a_named_root_and_with_its_own(authority: Path) -> None:
    asked = question(CONTENT)
    answer = reply(authority, asked.content)
    named = checked(answer, CONTENT, root_of(authority), nonce=asked.nonce)
    assert named == checked(answer, CONTENT)
    assert named.authority == "CN=tsa" and named.pem == (authority / "ca.pem").read_bytes()
    fingerprint = openssl("x509", "-in", authority / "ca.pem", "-noout", "-sha256", "-fingerprint").decode()
    assert named.root == fingerprint.partition("=")[2].replace(":", "").lower()[:16]
    assert named.time.utcoffset() is not None


def test_another_content_another_question_another_root(
    authority: Path, answer: bytes, tmp_path: Path
) -> None:
    assert problem(answer, CONTENT + b" ") == "stamp.other"
    assert problem(answer, CONTENT, nonce=7) == "stamp.old"
    other = made_authority(tmp_path / "other")
    assert problem(answer, CONTENT, root_of(other)) == "stamp.signature"
    assert problem(answer, CONTENT, certificates((authority / "tsa.pem").read_bytes())) == "stamp.no_root"


def test_an_authority_that_brings_no_root_needs_one_named(tmp_path: Path) -> None:
    authority = made_authority(tmp_path / "bare", brings_root=False)
    answer = reply(authority, question(CONTENT).content)
    assert problem(answer, CONTENT) == "stamp.no_root"
    assert checked(answer, CONTENT, root_of(authority)).authority == "CN=tsa"


@pytest.mark.parametrize(
    "usage", ["", "timeStamping", "critical,serverAuth", "critical,timeStamping,serverAuth"]
)
def test_a_certificate_for_anything_else_stamps_nothing(authority: Path, usage: str) -> None:
    issued(authority, "other", usage)
    answer = cheated(authority, question(CONTENT).content, "other")
    assert problem(answer, CONTENT, root_of(authority)) == "stamp.purpose"


def test_the_one_who_cheats_is_believed_with_the_right_certificate(authority: Path) -> None:
    """So that the test above fails for the purpose alone."""
    issued(authority, "right", "critical,timeStamping")
    answer = cheated(authority, question(CONTENT).content, "right")
    assert checked(answer, CONTENT, root_of(authority)).authority == "CN=right"


def test_a_refusal_says_why(authority: Path) -> None:
    (authority / "query").write_bytes(question(CONTENT).content.replace(b"\x04\x02\x01", b"\x04\x02\x03"))
    refused = reply(authority, (authority / "query").read_bytes())
    with pytest.raises(StampProblem) as caught:
        checked(refused, CONTENT)
    assert caught.value.code == "stamp.refused" and caught.value.params["why"]


def test_what_is_signed_cannot_be_changed_and_nothing_breaks_the_reader(
    authority: Path, answer: bytes
) -> None:
    root, chance = root_of(authority), random.Random(1)
    true = checked(answer, CONTENT, root)
    for _ in range(400):
        changed = bytearray(answer)
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(answer))] ^= 1 << chance.randrange(8)
        try:
            assert checked(bytes(changed), CONTENT, root) == true, "only what no signature covers may differ"
        except StampProblem as found:
            assert found.code in CODES
    for size in range(0, len(answer), 7):
        assert problem(answer[:size], CONTENT, root) == "stamp.form"
    told = answer.index(true.time.strftime("%Y%m%d%H%M%S").encode())
    assert problem(answer[:told] + b"2099" + answer[told + 4 :], CONTENT, root) == "stamp.signature"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_sentence(language: str) -> None:
    t = translator(language)
    for code, params in CODES.items():
        assert t.has(code)
        assert all(f"<{name}>" in t(code, **{each: f"<{each}>" for each in params}) for name in params), code


def test_a_file_without_a_certificate_is_named() -> None:
    with pytest.raises(StampProblem) as caught:
        certificates(b"-----BEGIN NOTHING-----", "ca.pem")
    assert (caught.value.code, caught.value.params) == ("stamp.no_certificate", {"file": "ca.pem"})
