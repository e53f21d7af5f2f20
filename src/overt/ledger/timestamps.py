"""RFC 3161 timestamps of checkpoints: somebody else's clock says that the log stood so.

Nothing is fetched unless a server is named. Responses are kept byte for byte, also those that this program cannot read:
"cannot be read here" is not "wrong".
"""

import urllib.error
import urllib.request
from hashlib import sha256

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from sqlalchemy import Connection, insert, select

from overt.ledger import leaf, verify
from overt.ledger.errors import BadTimestamp, LedgerError
from overt.ledger.tables import CHECKPOINTS, TIMESTAMPS

LARGEST, PATIENCE = 256_000, 20


def query(note: str) -> bytes:
    """The request to a timestamp server for a checkpoint, DER."""
    built = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return bytes(built.cert_request(cert_request=True).build().as_bytes())


def ask(server: str, note: str) -> bytes:
    """The answer of the timestamp server that the caller named. Raises LedgerError."""
    if not server.startswith(("https://", "http://")):
        raise LedgerError("not an address of a timestamp server", where=server, mend="it begins with https://")
    head = {"Content-Type": "application/timestamp-query"}
    asked = urllib.request.Request(server, query(note), head)  # noqa: S310 - the scheme is checked above
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            raw = bytes(answer.read(LARGEST + 1))
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise LedgerError(f"the timestamp server does not answer: {error}", where=server) from error
    if len(raw) > LARGEST:
        raise BadTimestamp(f"the answer has more than {LARGEST} bytes", where=server)
    return raw


def add(connection: Connection, size: int, token: bytes) -> str:
    """Keeps a response about the checkpoint of that size. Returns the time that it says. Raises BadTimestamp."""
    note = connection.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size)).scalar()
    if note is None:
        raise BadTimestamp(f"no checkpoint of {size} records was signed")
    if len(token) > LARGEST:
        raise BadTimestamp(f"more than {LARGEST} bytes")
    says = about(token, note)
    digest = sha256(token).hexdigest()
    held = (TIMESTAMPS.c.size == size) & (TIMESTAMPS.c.digest == digest)
    if not connection.execute(select(TIMESTAMPS.c.size).where(held)).first():
        row = {"size": size, "digest": digest, "token": token, "added_at": leaf.moment()}
        connection.execute(insert(TIMESTAMPS), row)
    return says


def about(token: bytes, note: str) -> str:
    """The time that a response says, if it is about this checkpoint. Raises BadTimestamp."""
    try:
        digest, says = verify.stamp(token)
    except (ValueError, IndexError) as error:
        raise BadTimestamp(f"cannot be read here: {error}") from error
    if digest != sha256(note.encode()).digest():
        raise BadTimestamp("it is about something else than this checkpoint")
    return says


def checked(token: bytes, note: str, roots: bytes) -> str:
    """The time that a response says, once its signature leads to one of the root certificates (PEM).

    Raises BadTimestamp, which tells a response that cannot be read here from one that is wrong.
    """
    says = about(token, note)
    try:
        certificates = x509.load_pem_x509_certificates(roots)
    except ValueError as error:
        raise BadTimestamp("not certificates in PEM") from error
    builder = VerifierBuilder()
    for root in certificates:
        builder = builder.add_root_certificate(root)
    try:
        response = decode_timestamp_response(token)
    except ValueError as error:
        raise BadTimestamp(f"cannot be read here, which does not say that it is wrong: {error}") from error
    try:
        builder.build().verify_message(response, note.encode())
    except (VerificationError, ValueError) as error:
        raise BadTimestamp(f"it does not hold: {error}") from error
    return says
