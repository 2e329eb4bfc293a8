"""A time-stamp of a trusted third party (RFC 3161): the question, and whether an answer to it holds. Pure.

What is checked of an answer: that the authority granted it; that it is about these bytes and, where there was
a question just now, about this one; that its signature and the certificates above it hold at the time it
names, up to a root that is believed; and that the certificate which signed is one for time-stamps alone (a
critical extended key usage, RFC 3161 section 2.3). Whether a certificate was revoked is not asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from data.record import der
from data.text import clean

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

SHA256 = "2.16.840.1.101.3.4.2.1"
ID_DIGITS = 16
LONGEST_NAME = 120
GRANTED = 0

CODES: dict[str, tuple[str, ...]] = {
    "stamp.form": (),
    "stamp.refused": ("why",),
    "stamp.other": (),
    "stamp.old": (),
    "stamp.no_root": ("authority",),
    "stamp.purpose": ("authority",),
    "stamp.signature": ("authority",),
    "stamp.no_certificate": ("file",),
    "stamp.address": (),
}


class StampProblem(Exception):
    """A time-stamp that proves nothing. `code` is one of CODES, with its `params`."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Question(msgspec.Struct, frozen=True):
    """What an authority is sent (DER), and the number that its answer must repeat."""

    content: bytes
    nonce: int


class Stamp(msgspec.Struct, frozen=True):
    """What holds: the time (aware, UTC), who says so, and the root believed in, as PEM and as its id (the
    first 16 hex digits of the SHA-256 of the certificate).
    """

    time: datetime
    authority: str
    root: str
    pem: bytes


def question(content: bytes) -> Question:
    """Ask about `content`: only its SHA-256 goes out. The answer is to bring its certificates along."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256)
    made = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    assert made.nonce is not None
    return Question(made.as_bytes(), made.nonce)


def certificates(pem: bytes, file: str = "") -> tuple[Certificate, ...]:
    """Every certificate in a PEM file. Raises StampProblem when there is none."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(pem))
    except ValueError as error:
        raise StampProblem("stamp.no_certificate", file=file) from error


def checked(
    answer: bytes, content: bytes, named: Sequence[Certificate] = (), *, nonce: int | None = None
) -> Stamp:
    """What `answer` proves of `content`. Raises StampProblem when that is nothing.

    Believed are the roots among `named`; when none is named, a root that the answer brings along.
    """
    from cryptography.x509 import DuplicateExtension, InvalidVersion

    try:
        return _checked(_read(answer), hashlib.sha256(content).digest(), named, nonce)
    except (ValueError, LookupError, DuplicateExtension, InvalidVersion) as error:
        raise StampProblem("stamp.form") from error


def _checked(
    response: TimeStampResponse, digest: bytes, named: Sequence[Certificate], nonce: int | None
) -> Stamp:
    if response.status != GRANTED:
        why = clean(" ".join(response.status_string), LONGEST_NAME)
        raise StampProblem("stamp.refused", why=why or str(response.status))
    told, brought = response.tst_info, _brought(response)
    signer = _signer(response, brought)
    imprint = told.message_imprint
    if (imprint.hash_algorithm.dotted_string, imprint.message) != (SHA256, digest):
        raise StampProblem("stamp.other")
    if nonce is not None and told.nonce != nonce:
        raise StampProblem("stamp.old")
    authority = clean(signer.subject.rfc4514_string(), LONGEST_NAME)
    above, for_stamps = [*named] or brought, _is_for_stamps(signer)
    roots = [each for each in above if _is_root(each)]
    between = [each for each in above if each not in roots and each not in brought]
    for root in roots:
        if _holds(response, digest, root, between) and for_stamps:
            return _stamp(told.gen_time, authority, root)
    why = "signature" if roots and for_stamps else "purpose" if roots else "no_root"
    raise StampProblem(f"stamp.{why}", authority=authority)


def _read(answer: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response

    return decode_timestamp_response(_in_order(answer))


def _in_order(answer: bytes) -> bytes:
    """The answer with its certificates in the order that DER wants of a set.

    OpenSSL's authority leaves them as they come, and the library refuses that. No signature covers them.
    """
    status, *token = der.within(answer, der.SEQUENCE)
    if not token:
        return answer
    kind, wrapped = der.elements(token[0][1])
    signed = [
        der.element(tag, *sorted(der.element(*each) for each in der.elements(part)))
        if tag == der.EXPLICIT_0
        else der.element(tag, part)
        for tag, part in der.within(wrapped[1], der.SEQUENCE)
    ]
    content = der.element(der.EXPLICIT_0, der.element(der.SEQUENCE, *signed))
    return der.element(
        der.SEQUENCE, der.element(*status), der.element(der.SEQUENCE, der.element(*kind), content)
    )


def _brought(response: TimeStampResponse) -> list[Certificate]:
    from cryptography.x509 import load_der_x509_certificate

    return [load_der_x509_certificate(each) for each in sorted(response.signed_data.certificates)]


def _signer(response: TimeStampResponse, brought: Sequence[Certificate]) -> Certificate:
    """The certificate that the signature names. Raises ValueError when it was not brought along."""
    (by,) = response.signed_data.signer_infos
    for each in brought:
        if (each.issuer, each.serial_number) == (by.issuer, by.serial_number):
            return each
    raise ValueError("no certificate of the signer")


def _is_root(certificate: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_for_stamps(certificate: Certificate) -> bool:
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(ExtendedKeyUsage)
    except (ExtensionNotFound, ValueError):
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def _holds(
    response: TimeStampResponse, digest: bytes, root: Certificate, between: Sequence[Certificate]
) -> bool:
    """Whether the signature stands under `root`, with `between` and what the answer brought along."""
    from rfc3161_client import VerificationError, VerifierBuilder

    builder = VerifierBuilder().add_root_certificate(root)
    for each in between:
        builder = builder.add_intermediate_certificate(each)
    try:
        return builder.build().verify(response, digest)
    except VerificationError:
        return False


def _stamp(time: datetime, authority: str, root: Certificate) -> Stamp:
    from cryptography.hazmat.primitives.hashes import SHA256 as SHA256_OF
    from cryptography.hazmat.primitives.serialization import Encoding

    name = root.fingerprint(SHA256_OF()).hex()[:ID_DIGITS]
    return Stamp(time, authority, name, root.public_bytes(Encoding.PEM))
