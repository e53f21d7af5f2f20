"""STIX patterns: one for each kind of indicator, and the kind and value of a simple one of others."""

import re

HASHES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256"}
PATHS = {
    "domain": "domain-name:value",
    "url": "url:value",
    "email": "email-addr:value",
    **{kind: f"file:hashes.'{name}'" for kind, name in HASHES.items()},
}
OWN = "x-overt-observable"
"""The type of an observable for which STIX has none."""

_STRING = r"'((?:[^'\\]|\\.)*)'"
_ONE = re.compile(rf"\[\s*([a-z0-9-]+:[\w.'-]+)\s*=\s*{_STRING}\s*\]", re.DOTALL)
_TWO = re.compile(rf"\[\s*{OWN}:kind\s*=\s*{_STRING}\s+AND\s+{OWN}:value\s*=\s*{_STRING}\s*\]", re.DOTALL)
_TERM = re.compile(rf"user-account:(\w+)\s*=\s*{_STRING}", re.DOTALL)
_ACCOUNT = re.compile(
    rf"\[\s*user-account:\w+\s*=\s*{_STRING}(?:\s+AND\s+user-account:\w+\s*=\s*{_STRING})*\s*\]", re.DOTALL
)
_ADDRESSES = {"ipv4-addr:value": "ip", "ipv6-addr:value": "ip"}
_KINDS = (
    {path: kind for kind, path in PATHS.items()}
    | _ADDRESSES
    | {f"file:hashes.{name}": kind for kind, name in (("md5", "MD5"), ("sha1", "SHA1"), ("sha256", "SHA256"))}
    | {"file:hashes.'SHA1'": "sha1", "file:hashes.'SHA256'": "sha256"}
)


def pattern_of(kind: str, value: str) -> str:
    """The pattern of an indicator."""
    if kind == "pattern" and is_pattern(value):
        return value
    if kind == "ip":
        return f"[{'ipv6-addr' if ':' in value else 'ipv4-addr'}:value = {quoted(value)}]"
    if kind in PATHS:
        return f"[{PATHS[kind]} = {quoted(value)}]"
    return f"[{OWN}:kind = {quoted(kind)} AND {OWN}:value = {quoted(value)}]"


def account_pattern(account_type: str, user_id: str | None, login: str | None) -> str:
    """The pattern that finds one account: by its id where it is known, else by its name."""
    name = ("user_id", user_id) if user_id else ("account_login", login or "")
    return f"[user-account:account_type = {quoted(account_type)} AND user-account:{name[0]} = {quoted(name[1])}]"


def is_pattern(text: str) -> bool:
    """Whether the official grammar takes it."""
    return not faults_of(text)


def faults_of(text: str) -> list[str]:
    """What the official grammar of STIX 2.1 patterns says against it."""
    from stix2patterns.validator import run_validator

    try:
        return [str(fault) for fault in run_validator(text, "2.1")]
    except RecursionError:
        return ["the pattern is nested too deeply"]


def read_pattern(text: str) -> tuple[str, str]:
    """Kind and value of a pattern; one that says more than "this is that" is kept whole, as kind `pattern`."""
    both = _TWO.fullmatch(text)
    if both:
        return plain(both[1]), plain(both[2])
    one = _ONE.fullmatch(text)
    if one and one[1] in _KINDS:
        return _KINDS[one[1]], plain(one[2])
    return "pattern", text


def read_account(text: str) -> dict[str, str] | None:
    """Property -> value of a pattern about one account; None for any other."""
    return {name: plain(value) for name, value in _TERM.findall(text)} if _ACCOUNT.fullmatch(text) else None


def quoted(value: str) -> str:
    """The value as a string of a pattern."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def plain(inner: str) -> str:
    """What stood between the quotes."""
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)
