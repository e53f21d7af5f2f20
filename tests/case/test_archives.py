"""WARC and WACZ files: what is whole is taken, what was changed is refused, whatever was changed."""

import base64
import datetime
import hashlib
import io
import json
import random
import zipfile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from overt.case import evidence, wacz
from overt.case.archives import capture, read_warc
from overt.errors import InputError

from .desk import ANALYST

PAGE = b"<html>a page about bread</html>" * 20


def warc(pages=3, gzip=True):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "recorder 1.0"}))
    for n in range(pages):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://bread.example/{n}",
                "response",
                payload=io.BytesIO(PAGE),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": f"2026-01-0{n + 1}T10:00:00Z"},
            )
        )
    return out.getvalue()


def package(files, sign=None):
    resources = [
        {"name": n.rpartition("/")[2], "path": n, "hash": "sha256:" + hashlib.sha256(d).hexdigest(), "bytes": len(d)}
        for n, d in files.items()
    ]
    raw = json.dumps(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": "Bread",
            "software": "recorder 1.0",
            "resources": resources,
        },
        indent=2,
    ).encode()
    stated = "sha256:" + hashlib.sha256(raw).hexdigest()
    digest = {"path": "datapackage.json", "hash": stated}
    if sign:
        digest["signedData"] = sign(stated)
    return {**files, "datapackage.json": raw, "datapackage-digest.json": json.dumps(digest).encode()}


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def by_key(key=None, der=False, **changed):
    key = key or ec.generate_private_key(ec.SECP384R1())

    def sign(stated):
        made = key.sign(stated.encode(), ec.ECDSA(hashes.SHA256()))
        if not der:
            r, s = decode_dss_signature(made)
            made = r.to_bytes(48, "big") + s.to_bytes(48, "big")
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "hash": stated,
            "signature": base64.b64encode(made).decode(),
            "created": "2026-01-05T10:00:00Z",
            "publicKey": base64.b64encode(public).decode(),
            "software": "recorder 1.0",
        } | changed

    return sign


def by_domain(domain="archive.example", named=None, days=30):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, domain)])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), False)
        .sign(key, hashes.SHA256())
    )

    def sign(stated):
        return {
            "hash": stated,
            "signature": base64.b64encode(key.sign(stated.encode(), ec.ECDSA(hashes.SHA256()))).decode(),
            "created": "2026-01-05T10:00:00Z",
            "domain": named or domain,
            "domainCert": made.public_bytes(Encoding.PEM).decode(),
        }

    return sign


FILES = {"archive/data.warc.gz": warc(), "pages/pages.jsonl": b'{"format": "json-pages-1.0", "id": "pages"}\n'}


@pytest.mark.parametrize("gzip", [True, False])
def test_a_warc_is_read_and_every_digest_is_checked(gzip):
    found = read_warc(warc(gzip=gzip), "a.warc")
    assert (found.records, found.responses, found.faults) == (4, 3, [])
    assert found.checked >= 3
    assert (found.first, found.software) == ("2026-01-01T10:00:00Z", "recorder 1.0") or found.software == "recorder 1.0"
    assert found.addresses[0] == "https://bread.example/0"


def test_a_page_that_was_changed_is_seen():
    found = read_warc(warc(gzip=False).replace(b"about bread", b"about xread", 1), "a.warc")
    assert "digest failed" in found.faults[0]


def test_a_wacz_is_taken_with_its_facts(desk, tmp_path):
    path = tmp_path / "bread.wacz"
    path.write_bytes(zipped(package(FILES, by_key())))
    case = desk.case()
    (item,) = evidence.add(desk.store, ANALYST, case, [capture(path)])
    with desk.reading() as reading:
        row = reading.get(item)
        assert (row.kind, row.media_type, row.source) == ("capture", "application/wacz", "https://bread.example/0")
        assert row.facts["signature"]["state"] == "fits"
        assert row.facts["faults"] == []
        assert row.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert evidence.data_of(reading, item) == path.read_bytes()


@pytest.mark.parametrize(
    ("sign", "state"),
    [
        (None, "none"),
        (by_key(), "fits"),
        (by_key(der=True), "fits"),
        (by_domain(), "fits"),
        (by_domain(named="other.example"), "does not fit"),
        (by_domain(days=2), "does not fit"),
        (by_key(hash="sha256:00"), "does not fit"),
        (by_key(signature="AAAA"), "does not fit"),
        (by_key(signature="%%%"), "does not fit"),
        (by_key(publicKey="AAAA"), "does not fit"),
        (by_key(publicKey=by_key()("x")["publicKey"]), "does not fit"),
    ],
)
def test_signatures(sign, state):
    found = wacz.read_wacz(zipped(package(FILES, sign)))
    assert found["signature"]["state"] == state
    assert bool(found["faults"]) == (state == "does not fit")


def test_a_file_that_does_not_fit_is_refused_or_taken_with_its_faults(tmp_path):
    files = package(FILES)
    files["pages/pages.jsonl"] += b"more"
    path = tmp_path / "bread.wacz"
    path.write_bytes(zipped(files))
    with pytest.raises(InputError, match="not the file whose digest is listed"):
        capture(path)
    assert capture(path, keep_faulty=True).facts["faults"]


def changes(files):
    yield {n: d for n, d in files.items() if n != "datapackage.json"}
    yield {n: d for n, d in files.items() if n != "archive/data.warc.gz"}
    yield files | {"archive/more.warc.gz": warc(1)}
    yield files | {"../outside": b"x"}
    yield files | {"datapackage.json": files["datapackage.json"].replace(b"Bread", b"Beard")}
    yield files | {"datapackage.json": b"[]"}
    yield files | {"datapackage.json": b"[" * 100_000}
    yield files | {"datapackage-digest.json": b"7"}
    yield files | {"archive/data.warc.gz": warc(2)}


@pytest.mark.parametrize("n", range(9))
def test_every_change_is_a_fault(n):
    found = wacz.read_wacz(zipped(list(changes(package(FILES, by_key())))[n]))
    assert found["faults"]


def test_no_damage_is_a_crash():
    whole = zipped(package(FILES, by_key()))
    plain = warc(gzip=False)
    chance = random.Random(5)
    for _ in range(150):
        for data, read in ((whole, wacz.read_wacz), (plain, lambda d: read_warc(d, "a.warc"))):
            damaged = bytearray(data)
            for _ in range(chance.randint(1, 4)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            read(bytes(damaged[: chance.choice([len(damaged), chance.randrange(len(damaged))])]))


def test_what_is_no_archive_is_told(tmp_path):
    for name, data in (
        ("empty", b""),
        ("text", b"hello world"),
        ("zip", b"PK\x03\x04 no"),
        ("bomb", zipped({"a": b""})),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputError):
            capture(path)
    with pytest.raises(InputError, match="No such file"):
        capture(tmp_path / "none")
