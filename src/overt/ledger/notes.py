"""Signed notes, checkpoints and verifier keys, as C2SP writes them (signed-note, tlog-checkpoint, tlog-cosignature)."""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from overt.ledger.errors import BadKey, Fork, LedgerError

LOG, COSIGNER = 1, 4
"""Signature types: a log's Ed25519 signature, a witness's Ed25519 cosignature/v1."""
LONGEST_NOTE = 64_000
NAME = re.compile(r"[!-*,-~]{1,255}")
"""Origins and names of keys: printable ASCII without space and plus, so that no lookalike names the same log."""
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class VerifierKey:
    """A public key as people pass it on: `name+keyid+base64(type || key)`."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes that stand at the head of each signature of this key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Reads a key; raises BadKey with what is wrong."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3 or not NAME.fullmatch(parts[0]):
            raise BadKey("not a verifier key", mend="it reads name+keyid+base64")
        material = unbase64(parts[2])
        if material is None or len(material) != 33 or material[0] not in (LOG, COSIGNER):
            raise BadKey("not an Ed25519 key of a log or a witness", where=parts[0])
        key = cls(parts[0], material[0], material[1:])
        if key.key_id.hex() != parts[1]:
            raise BadKey("the key id does not fit the key", where=parts[0], mend="a character was changed on the way")
        return key

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Did this key sign the message?"""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Checkpoint:
    """A tree head: which log, how many leaves, which root; with the note it was read from."""

    origin: str
    size: int
    root: bytes
    note: str

    @property
    def body(self) -> str:
        """The text that is signed."""
        return body(self.origin, self.size, self.root)

    @property
    def lines(self) -> list[str]:
        """The signature lines."""
        return self.note.split("\n\n")[1].splitlines()

    def signed_by(self, key: VerifierKey) -> int | None:
        """Whether the key signed it: None if not, else when (POSIX seconds of a cosignature, 0 for a log's own)."""
        for line in self.lines:
            name, signature = parse_line(line)
            if name != key.name or signature[:4] != key.key_id:
                continue
            if key.kind == LOG:
                return 0 if key.signed(signature[4:], self.body.encode()) else None
            moment = int.from_bytes(signature[4:12], "big")
            return moment if key.signed(signature[12:], cosigned_message(moment, self.body)) else None
        return None


def body(origin: str, size: int, root: bytes) -> str:
    """The signed text of a checkpoint."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def cosigned_message(moment: int, text: str) -> bytes:
    """What a witness signs: cosignature/v1, the time, the checkpoint."""
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def signature_line(key: VerifierKey, signature: bytes) -> str:
    """The line under a note."""
    return f"— {key.name} {base64.b64encode(key.key_id + signature).decode()}"


def unbase64(text: str) -> bytes | None:
    """Standard base64 in its one canonical form, or None."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None


def parse_line(line: str, where: str = "signed note") -> tuple[str, bytes]:
    """The name and the bytes of a signature line. Raises LedgerError."""
    parts = line.split(" ")
    raw = unbase64(parts[2]) if len(parts) == 3 and parts[0] == "—" and NAME.fullmatch(parts[1]) else None
    if raw is None or not 68 <= len(raw) <= 5000:
        raise LedgerError("not a signature line", where=where)
    return parts[1], raw


def parse_checkpoint(note: str, where: str = "signed note") -> Checkpoint:
    """Reads a signed checkpoint, strictly: three lines, an empty one, one to 64 signature lines. Raises LedgerError."""
    head, blank, tail = note.partition("\n\n")
    lines = head.split("\n")
    if len(note) > LONGEST_NOTE or not blank or not tail.endswith("\n") or len(lines) != 3:
        raise LedgerError("not a checkpoint", where=where)
    root = unbase64(lines[2])
    if not NAME.fullmatch(lines[0]) or not NUMBER.fullmatch(lines[1]) or root is None or len(root) != 32:
        raise LedgerError("not a checkpoint", where=where)
    signatures = tail[:-1].split("\n")
    if len(signatures) > 64:
        raise LedgerError(f"{len(signatures)} signatures", where=where)
    for line in signatures:
        parse_line(line, where)
    return Checkpoint(lines[0], int(lines[1]), root, note)


def opened_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """Reads a checkpoint and insists that the log's key signed it. Raises Fork where it did not."""
    found = parse_checkpoint(note)
    if found.origin != key.name or found.signed_by(key) is None:
        raise Fork(f"the checkpoint of {found.size} leaves is not signed by the log's key", where=found.origin)
    return found
