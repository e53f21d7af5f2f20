"""Private fields: salted commitments in the leaf, values and salts encrypted under a key of their own.

Who is shown a field gets its salt and its value's canonical JSON, and finds sha256(salt || json) in the leaf. Erasing
destroys the key of the payload; the commitments stay, and without the salts they say nothing.
"""

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from overt.ledger.canonical import canonical
from overt.ledger.errors import BadRecord, LedgerError
from overt.ledger.keys import NONCE

SALT, LARGEST_PAYLOAD = 32, 4 << 20


@dataclass(frozen=True)
class Opening:
    """What opens one commitment: the salt, and the canonical JSON of the value."""

    salt: bytes
    text: bytes

    @property
    def commitment(self) -> str:
        """What stands in the leaf."""
        return sha256(self.salt + self.text).hexdigest()

    @property
    def value(self) -> Any:
        """The value itself."""
        return json.loads(self.text)


@dataclass(frozen=True)
class Sealed:
    """A sealed payload, its key, and what the leaf says of it."""

    payload: bytes
    data_key: bytes
    commitments: dict[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 of the payload, for the leaf."""
        return sha256(self.payload).hexdigest()


def seal(private: dict[str, Any], entry_id: str) -> Sealed:
    """Encrypts the private fields of an entry. Raises BadRecord."""
    openings = {name: Opening(secrets.token_bytes(SALT), canonical(value, name)) for name, value in private.items()}
    plain = json.dumps({name: [o.salt.hex(), o.text.decode()] for name, o in openings.items()}).encode()
    if len(plain) > LARGEST_PAYLOAD:
        raise BadRecord(f"{len(plain)} bytes of private fields", where=entry_id, mend="record the file's SHA-256")
    key, nonce = secrets.token_bytes(32), secrets.token_bytes(NONCE)
    payload = nonce + AESGCM(key).encrypt(nonce, plain, _bound(entry_id))
    return Sealed(payload, key, {name: o.commitment for name, o in openings.items()})


def unseal(payload: bytes, data_key: bytes, entry_id: str) -> dict[str, Opening]:
    """The private fields of an entry. Raises LedgerError if payload or key were changed."""
    try:
        plain = AESGCM(data_key).decrypt(payload[:NONCE], payload[NONCE:], _bound(entry_id))
    except (InvalidTag, ValueError) as error:
        raise LedgerError("the sealed payload cannot be opened with its key", where=entry_id) from error
    return {name: Opening(bytes.fromhex(salt), text.encode()) for name, (salt, text) in json.loads(plain).items()}


def _bound(entry_id: str) -> bytes:
    return f"overt ledger v1 payload\n{entry_id}".encode()
