"""RFC 3161 timestamps of checkpoints, made by a timestamp authority of the test's own (openssl ts)."""

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ledger.forge import token
from ledger.held import Held
from overt.ledger import timestamps, verify
from overt.ledger.errors import BadTimestamp, LedgerError
from overt.ledger.export import export

CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[extensions]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
[name]
"""


class Authority:
    """A timestamp authority: a root, a certificate for stamping, and openssl."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        self._run("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", "root.key", "-out", "root.pem",
                  "-subj", "/CN=Root of the test", "-days", "30")  # fmt: skip
        self._run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
                  "-subj", "/CN=Clock of the test", "-config", "config")  # fmt: skip
        self._run("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
                  "-out", "tsa.pem", "-days", "30", "-extfile", "config", "-extensions", "extensions")  # fmt: skip

    def _run(self, *words: str) -> None:
        done = subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    @property
    def root(self) -> bytes:
        """The root certificate."""
        return (self.folder / "root.pem").read_bytes()

    def answer(self, query: bytes) -> bytes:
        """The response to a query."""
        (self.folder / "query").write_bytes(query)
        self._run("ts", "-reply", "-queryfile", "query", "-signer", "tsa.pem", "-inkey", "tsa.key",
                  "-config", "config", "-out", "reply")  # fmt: skip
        return (self.folder / "reply").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One for the module."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is missing")
    return Authority(tmp_path_factory.mktemp("tsa"))


def test_a_timestamp_is_kept_exported_and_checked(held: Held, authority: Authority, tmp_path: Path):
    held.add(3)
    size, note = held.ledger.signed()
    answer = authority.answer(timestamps.query(note))
    with held.ledger.engine.begin() as connection:
        says = timestamps.add(connection, size, answer)
        assert timestamps.add(connection, size, answer) == says
    assert timestamps.checked(answer, note, authority.root) == says
    export(held.ledger, tmp_path / "b", actor="person:ana")
    check = verify.Check(verify.opened(tmp_path / "b")).run(None)
    assert not check.faults
    assert [(stamp["size"], stamp["says"]) for stamp in check.facts["timestamps"]] == [(3, says)]


def test_openssl_says_the_same_of_the_exported_files(held: Held, authority: Authority, tmp_path: Path):
    held.add(1)
    size, note = held.ledger.signed()
    with held.ledger.engine.begin() as connection:
        timestamps.add(connection, size, authority.answer(timestamps.query(note)))
    export(held.ledger, tmp_path / "b", actor="person:ana")
    (stamp,) = (tmp_path / "b" / "timestamps" / "1").iterdir()
    done = subprocess.run(
        ["openssl", "ts", "-verify", "-in", stamp, "-data", tmp_path / "b" / "checkpoints" / "1",
         "-CAfile", authority.folder / "root.pem", "-untrusted", authority.folder / "tsa.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Verification: OK" in done.stdout, done.stderr


def test_a_timestamp_by_somebody_else_does_not_hold(held: Held, authority: Authority, tmp_path: Path):
    held.add(1)
    _, note = held.ledger.signed()
    answer = authority.answer(timestamps.query(note))
    other = Authority(tmp_path)
    with pytest.raises(BadTimestamp, match="it does not hold"):
        timestamps.checked(answer, note, other.root)
    with pytest.raises(BadTimestamp, match="not certificates"):
        timestamps.checked(answer, note, b"hello")


def test_a_timestamp_of_something_else_is_refused(held: Held, authority: Authority):
    held.add(1)
    answer = authority.answer(timestamps.query("something else"))
    with held.ledger.engine.begin() as connection:
        with pytest.raises(BadTimestamp, match="something else"):
            timestamps.add(connection, 1, answer)
        with pytest.raises(BadTimestamp, match="no checkpoint of 9 records"):
            timestamps.add(connection, 9, answer)
        for wrong in (b"", b"\x30", answer[:50], b"\x30\x84\xff\xff\xff\xff", b"x" * 300_000, answer[:-1]):
            with pytest.raises(BadTimestamp):
                timestamps.add(connection, 1, wrong)


def test_what_cannot_be_read_here_is_not_called_wrong(held: Held, authority: Authority):
    held.add(1)
    _, note = held.ledger.signed()
    bare = token(verify.sha256(note.encode()).digest())
    with pytest.raises(BadTimestamp, match="cannot be read here, which does not say that it is wrong"):
        timestamps.checked(bare, note, authority.root)


def test_a_server_is_asked_only_if_named(held: Held, authority: Authority):
    held.add(1)
    size, note = held.ledger.signed()

    class Clock(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 300_000 if "flood" in self.path else authority.answer(asked))

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Clock)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"http://127.0.0.1:{server.server_port}"
    answer = timestamps.ask(place, note)
    assert timestamps.checked(answer, note, authority.root)
    with pytest.raises(BadTimestamp, match="more than"):
        timestamps.ask(place + "/flood", note)
    server.shutdown()
    server.server_close()
    with pytest.raises(LedgerError, match="does not answer"):
        timestamps.ask(place, note)
    with pytest.raises(LedgerError, match="not an address"):
        timestamps.ask("file:///etc/passwd", note)
    assert size == 1
