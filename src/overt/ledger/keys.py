"""The two secrets of a ledger: the key that signs checkpoints, and the master key that wraps the keys of payloads.

They stand in one text file of two lines, 0600, beside a SQLite database, or where OVERT_LEDGER_KEY says (a path, or the
two lines themselves). Who has the file can sign and read; who loses it can do neither any more.
"""

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine

from overt.ledger.errors import BadKey, LedgerError
from overt.ledger.notes import LOG, NAME, VerifierKey, body, signature_line, unbase64

VARIABLE = "OVERT_LEDGER_KEY"
SIGNING, WRAPPING = "PRIVATE+KEY", "WRAPPING+KEY"
NONCE = 12


@dataclass(frozen=True)
class Keys:
    """The signing key and the master key of one log."""

    name: str
    seed: bytes = field(repr=False)
    master: bytes = field(repr=False)
    path: Path | None = None

    @classmethod
    def new(cls, name: str) -> "Keys":
        """Fresh keys for a log of this name."""
        if not NAME.fullmatch(name):
            raise BadKey("not a name for a log", where=repr(name)[:80], mend="write it like example.org/log")
        return cls(name, secrets.token_bytes(32), secrets.token_bytes(32))

    @property
    def public(self) -> VerifierKey:
        """The key that others verify with."""
        own = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return VerifierKey(self.name, LOG, own.public_bytes_raw())

    def checkpoint(self, size: int, root: bytes) -> str:
        """A signed checkpoint."""
        text = body(self.name, size, root)
        return f"{text}\n{signature_line(self.public, self.sign(text.encode()))}\n"

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def wrap(self, data_key: bytes, entry_id: str) -> bytes:
        """The data key of one entry, encrypted under the master key."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(self.master).encrypt(nonce, data_key, self._bound(entry_id))

    def unwrap(self, wrapped: bytes, entry_id: str) -> bytes:
        """The data key of one entry. Raises BadKey if it was wrapped by another master key, or changed."""
        try:
            return AESGCM(self.master).decrypt(wrapped[:NONCE], wrapped[NONCE:], self._bound(entry_id))
        except (InvalidTag, ValueError) as error:
            raise BadKey("the data key cannot be unwrapped", where=entry_id) from error

    def _bound(self, entry_id: str) -> bytes:
        return f"overt ledger v1 key\n{self.name}\n{entry_id}".encode()

    def text(self) -> str:
        """The two lines of a key file."""
        signing = base64.b64encode(bytes([LOG]) + self.seed).decode()
        master = base64.b64encode(self.master).decode()
        return f"{SIGNING}+{self.name}+{self.public.key_id.hex()}+{signing}\n{WRAPPING}+{self.name}+{master}\n"

    @classmethod
    def parse(cls, text: str, where: str) -> "Keys":
        """Reads the two lines. Raises BadKey."""
        rows = [row.split("+") for row in text.split()]
        if len(rows) == 2 and rows[0][:2] == SIGNING.split("+") and rows[1][:2] == WRAPPING.split("+"):
            seed, master = unbase64("+".join(rows[0][4:])), unbase64("+".join(rows[1][3:]))
            name = rows[0][2]
            if seed and master and len(seed) == 33 and seed[0] == LOG and len(master) == 32 and NAME.fullmatch(name):
                keys = cls(name, seed[1:], master)
                if [*rows[0][2:4], rows[1][2]] == [name, keys.public.key_id.hex(), name]:
                    return keys
        raise BadKey("not a key file of a ledger", where=where, mend="it has two lines, PRIVATE+KEY and WRAPPING+KEY")

    @classmethod
    def read(cls, path: Path) -> "Keys":
        """Reads a key file. Raises BadKey."""
        try:
            keys = cls.parse(path.read_text("ascii"), str(path))
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "not text"
            raise BadKey(f"the key of the ledger cannot be read: {why}", where=str(path)) from error
        return cls(keys.name, keys.seed, keys.master, path)

    def write(self, path: Path) -> "Keys":
        """Writes a new key file, 0600, and makes sure that it is on the disk. An existing one is never overwritten."""
        write_once(path, self.text())
        return Keys(self.name, self.seed, self.master, path)


def write_once(path: Path, text: str) -> None:
    """A new file for its owner only, whole and on the disk or not there. Raises LedgerError if one stands already."""
    scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.link(scratch, path)
        finally:
            scratch.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(f"the key cannot be written: {error.strerror}", where=str(path)) from error


def sync_folder(folder: Path) -> None:
    """Makes sure that new and renamed files of a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def key_place(engine: Engine) -> Path | None:
    """Where the key file of a database stands if nothing else is said: beside a SQLite file."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:" or database.startswith("file:"):
        return None
    return Path(database + ".key")


def found_keys(engine: Engine, given: Keys | Path | None) -> Keys | Path:
    """The keys of a database: as given, by OVERT_LEDGER_KEY, or the place beside it. Raises BadKey if there is none."""
    if given is not None:
        return given
    told = os.environ.get(VARIABLE, "")
    if told.startswith(SIGNING):
        return Keys.parse(told, VARIABLE)
    place = Path(told) if told else key_place(engine)
    if place is None:
        raise BadKey("no key is known for this database", mend=f"set {VARIABLE} to the path of a key file")
    return place
