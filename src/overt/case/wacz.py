"""WACZ 1.x: a zip of WARCs with a data package, the digest of that, and maybe a signature (WACZ signing 0.1)."""

import base64
import binascii
import datetime
import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import asdict
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from overt.case.archives import MOST_BYTES, read_warc

MOST_FILES = 10_000
LARGEST_JSON = 16 * 2**20
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
FITS, WRONG, NONE = "fits", "does not fit", "none"


class Unfit(Exception):  # noqa: N818 - the name says what happened
    """The file cannot be a WACZ."""


def read_wacz(data: bytes) -> dict[str, Any]:
    """What a WACZ holds, and every fault that its check found: files, digests, the signature."""
    found: dict[str, Any] = {"format": "wacz", "signature": {"state": NONE}, "faults": [], "warcs": {}}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            _read(zipped, found)
    except (Unfit, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
            RecursionError) as error:  # fmt: skip
        found["faults"].append(str(error)[:200] or type(error).__name__)
    return found


def _read(zipped: zipfile.ZipFile, found: dict[str, Any]) -> None:
    infos = [i for i in zipped.infolist() if not i.is_dir()]
    names = [i.filename for i in infos]
    if len(infos) > MOST_FILES or sum(i.file_size for i in infos) > MOST_BYTES:
        raise Unfit("holds too many files or bytes")
    if len(set(names)) < len(names):
        raise Unfit("holds two files of one name")
    for name in names:
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise Unfit(f"holds a file called {name[:60]!r}")
    if PACKAGE not in names:
        raise Unfit(f"has no {PACKAGE}")
    raw = _bytes(zipped, PACKAGE, LARGEST_JSON)
    package = _object(raw, PACKAGE)
    found |= {"title": str(package.get("title") or "")[:500], "software": str(package.get("software") or "")[:200]}
    listed = _resources(zipped, package, names, found)
    for name in listed:
        if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
            warc = read_warc(_bytes(zipped, name, MOST_BYTES), name)
            found["warcs"][name] = asdict(warc)
            found["faults"] += warc.faults
    if DIGEST in names:
        _digest(_object(_bytes(zipped, DIGEST, LARGEST_JSON), DIGEST), raw, found)


def _resources(zipped: zipfile.ZipFile, package: dict[str, Any], names: list[str], found: dict[str, Any]) -> list[str]:
    listed: list[str] = []
    resources = package.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        path = str(resource.get("path", "")) if isinstance(resource, dict) else ""
        if path not in names:
            found["faults"].append(f"{path[:100]} is listed and not there")
            continue
        kind, _, stated = str(resource.get("hash", "")).partition(":")
        if kind not in ("sha256", "md5") or not stated:
            found["faults"].append(f"{path[:100]} has no digest")
        elif _hash(zipped, path, kind) != stated:
            found["faults"].append(f"{path[:100]} is not the file whose digest is listed")
        listed.append(path)
    unlisted = sorted(set(names) - set(listed) - {PACKAGE, DIGEST})
    found["faults"] += [f"{name[:100]} is there and not listed" for name in unlisted[:20]]
    return listed


def _hash(zipped: zipfile.ZipFile, name: str, kind: str) -> str:
    made = hashlib.new(kind, usedforsecurity=False)
    with zipped.open(name) as source:
        while piece := source.read(1 << 20):
            made.update(piece)
    return made.hexdigest()


def _bytes(zipped: zipfile.ZipFile, name: str, most: int) -> bytes:
    with zipped.open(name) as source:
        data = source.read(most + 1)
    if len(data) > most:
        raise Unfit(f"{name[:100]} is larger than {most:,} bytes")
    return data


def _object(raw: bytes, name: str) -> dict[str, Any]:
    found = json.loads(raw)
    if not isinstance(found, dict):
        raise Unfit(f"{name} is no object")
    return found


def _digest(digest: dict[str, Any], raw: bytes, found: dict[str, Any]) -> None:
    stated = str(digest.get("hash", ""))
    if stated.removeprefix("sha256:") != hashlib.sha256(raw).hexdigest():
        found["faults"].append(f"{PACKAGE} is not the file whose digest {DIGEST} states")
    signed = digest.get("signedData")
    if isinstance(signed, dict):
        found["signature"] = signature(signed, stated)
        if found["signature"]["state"] == WRONG:
            found["faults"].append(f"the signature does not fit: {found['signature']['why']}")


def signature(signed: dict[str, Any], stated: str) -> dict[str, Any]:
    """Whether a signature is over this digest and by the key that it names, and whose key that is said to be.

    A certificate is not checked against anybody's roots, and a timestamp is kept as it is: a person decides whom to
    trust.
    """
    said = {name: str(signed[name])[:200] for name in ("created", "software", "domain") if signed.get(name)}
    text = str(signed.get("hash", ""))
    if text != stated:
        return said | {"state": WRONG, "why": "it is over another digest"}
    try:
        raw = base64.b64decode(str(signed.get("signature", "")), validate=True)
        if signed.get("domainCert"):
            certificate = x509.load_pem_x509_certificate(str(signed["domainCert"]).encode("ascii"))
            key: Any = certificate.public_key()
            said |= _certified(certificate, str(signed.get("domain", "")), str(signed.get("created", "")))
            if said.pop("fault", ""):
                return said | {"state": WRONG, "why": "the certificate is of another domain or time"}
        else:
            key = load_der_public_key(base64.b64decode(str(signed.get("publicKey", "")), validate=True))
            fingerprint = hashlib.sha256(base64.b64decode(str(signed["publicKey"]))).hexdigest()
            said |= {"by": f"an unnamed key, SHA-256 {fingerprint}"}
        _verify(key, raw, text.encode())
    except InvalidSignature:
        return said | {"state": WRONG, "why": "another key or other words were signed"}
    except (ValueError, KeyError, TypeError, binascii.Error, UnsupportedAlgorithm, x509.ExtensionNotFound) as error:
        return said | {"state": WRONG, "why": f"it cannot be read: {str(error)[:100]}"}
    return said | {"state": FITS}


def _certified(certificate: x509.Certificate, domain: str, created: str) -> dict[str, str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    covers = domain in names.get_values_for_type(x509.DNSName)
    at = datetime.datetime.fromisoformat(created)
    at = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
    valid = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    said = {"by": f"the certificate of {domain}, whose issuer was not checked"}
    return said if covers and valid else said | {"fault": "yes"}


def _verify(key: Any, raw: bytes, text: bytes) -> None:
    """ECDSA over SHA-256, as browsers write it (r and s one after the other) or as DER; or RSA. Raises
    InvalidSignature.
    """
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(raw, text, PKCS1v15(), hashes.SHA256())
        return
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("neither ECDSA nor RSA")
    half = (key.key_size + 7) // 8
    if len(raw) == 2 * half:
        raw = encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
    key.verify(raw, text, ec.ECDSA(hashes.SHA256()))
