"""Names for accounts that mean nothing outside of one case: HMAC-SHA256 under the case's own key.

The same account has the same name within a case, another one in every other case, and no name that anybody can make
again once the case is closed, because then its key is destroyed. A copy of the database from before still has the key:
whoever keeps copies has to let them age out.
"""

import hashlib
import hmac
import secrets as chance

from sqlalchemy import select

from overt.case.store import Reading, Writing
from overt.case.tables import case_keys, secrets
from overt.errors import UsageError

LENGTH = 16
"""Letters of a pseudonym: 80 bits, so that two accounts of a case of a million share one with a chance below 1e-12."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


class Pseudonyms:
    """Names of the accounts of one case. Without a key, as after closing, it has none."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, platform: str | None, account: str) -> str:
        """The pseudonym of an account: acct-xxxxxxxxxxxxxxxx."""
        message = f"{len(platform or '')}:{platform or ''}:{account}".encode("utf-8", "surrogatepass")
        found = int.from_bytes(hmac.new(self._key, message, hashlib.sha256).digest()[:10], "big")
        return "acct-" + "".join(_LETTERS[(found >> (5 * n)) & 31] for n in range(LENGTH))


def make_key(writing: Writing, case: str) -> None:
    """Makes the key of a new case."""
    writing.keep_key(case_keys, case, chance.token_bytes(32))


def pseudonyms_of(reading: Reading, case: str) -> Pseudonyms | None:
    """The pseudonyms of a case; None once it is closed."""
    found = reading.connection.execute(select(case_keys.c.key).where(case_keys.c.case == case)).scalar()
    return None if found is None else Pseudonyms(bytes(found))


def has_key(reading: Reading, case: str) -> Pseudonyms:
    """The pseudonyms of an open case. Raises UsageError."""
    found = pseudonyms_of(reading, case)
    if found is None:
        raise UsageError(
            f"the key of {case} was destroyed when it was closed", mend="its accounts have no names any more"
        )
    return found


def tag_of(reading: Reading, platform: str | None, account: str) -> str:
    """How the list of reads knows an account, over all cases, without naming it."""
    key = reading.connection.execute(select(secrets.c.key).where(secrets.c.name == "reads")).scalar()
    if key is None:
        raise UsageError("the database has no key for its list of reads", mend="run `overt db upgrade`")
    return Pseudonyms(bytes(key)).of(platform, account).removeprefix("acct-")
