"""A case record as one CSV table, for people and plain tools: a row for each account and indicator.

Values that a spreadsheet would take for a formula get an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterator

from overt.disclosure.record import CaseRecord, Indicator, Network
from overt.disclosure.record_json import time_text
from overt.registry.export import defused

COLUMNS = (
    *("case", "status", "type", "id", "network", "classification", "role", "platform", "account_id", "handle"),
    *("display_name", "url", "pseudonym", "kind", "value", "technique", "first_seen", "last_seen", "note"),
)


def write_csv(record: CaseRecord) -> str:
    """The table as text, by RFC 4180."""
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows(record):
        writer.writerow({name: defused(value) for name, value in row.items() if value})
    return made.getvalue()


def rows(record: CaseRecord) -> Iterator[dict[str, str | None]]:
    """The rows: an account once for each network that it is in, an indicator once."""
    case: dict[str, str | None] = {"case": record.id, "status": record.status}
    for account in record.accounts:
        named = {"type": "account", "id": account.id, "platform": account.platform, "handle": account.handle}
        named |= {"account_id": account.account_id, "display_name": account.display_name, "url": account.url}
        found = [(n, m) for n in record.networks for m in n.members if m.account == account.id]
        for network, member in found:
            seen = {"network": network.id, "classification": network.classification, "role": member.role}
            yield case | named | seen | _times(network) | {"pseudonym": account.pseudonym}
        if not found:
            yield case | named | {"pseudonym": account.pseudonym}
    for each in record.indicators:
        said = {"type": "indicator", "id": each.id, "role": each.relation, "kind": each.kind, "value": each.value}
        yield case | said | _times(each) | {"technique": each.technique, "note": each.note}


def _times(seen: Network | Indicator) -> dict[str, str | None]:
    return {name: time_text(at) for name in ("first_seen", "last_seen") if (at := getattr(seen, name))}
