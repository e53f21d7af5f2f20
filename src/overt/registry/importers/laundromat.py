"""The Information Laundromat's corpus: sites that researchers compare, from several lists.

Its makers say that to stand in it is neither an endorsement nor a criticism: news sites of every sort are in it, to
compare with. So its entries are indicators, under the name of the list that they come from, and never labels of
openness. Its technical indicators (addresses, certificates, counters of sites) name nobody and are not taken.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from overt.errors import UsageError
from overt.registry.domains import host_of, labelled
from overt.registry.importers.base import Draft, Importer, Row, cell
from overt.registry.kinds import INDICATOR
from overt.registry.label import Label, Source

SOURCE = Source(
    "Information Laundromat (Alliance for Securing Democracy)",
    "https://github.com/ASD-at-GMF/disinfo-laundromat",
    "MIT",
)


class LaundromatSites(Importer):
    """Its sites of concern."""

    name = "laundromat-sites"
    reads = "sites of the Information Laundromat: indicators, never labels of openness"
    source = SOURCE
    needed: ClassVar[tuple[str, ...]] = ("Domain", "Source", "Threat Actor")

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """See Importer.recognises."""
        return set(cls.needed) <= set(columns)

    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """See Importer.draft. A host that everybody shares is nobody's, and makes no entry."""
        if not any(cell(row, c) for c in row):
            return None
        address, part = cell(row, "Domain"), cell(row, "Source")
        domain = labelled(address) if address else None
        if domain is None:
            shared = address and host_of(address)
            raise UsageError(f"{str(address)[:80]} is {'a host that everybody shares' if shared else 'no domain'}")
        name = cell(row, "Name")
        label = Label(INDICATOR, name, source, statement=part, domains=(domain,))
        return Draft(self.name, (f"{part or ''}|{domain}",), label)

    @classmethod
    def examples(cls) -> list[dict[str, Any]]:
        """See Importer.examples."""
        return [
            {"Domain": "https://www.daily.example/", "Source": "A List", "Threat Actor": None},
            {"Domain": "http://daily.example", "Source": "A List", "Threat Actor": None},
            {"Domain": "http://daily.example", "Source": "Another List", "Threat Actor": None},
            {"Domain": "https://medium.com", "Source": "A List", "Threat Actor": None},
        ]


class LaundromatIndicators(Importer):
    """Its technical indicators, of which nothing is taken."""

    name = "laundromat-indicators"
    reads = "technical indicators of sites: known, and not taken, as they name nobody"
    source = SOURCE

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """See Importer.recognises."""
        return {"indicator_type", "indicator_content"} <= set(columns)

    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """See Importer.draft."""
        raise UsageError("a technical indicator of a site names nobody")

    @classmethod
    def examples(cls) -> list[dict[str, Any]]:
        """See Importer.examples."""
        return [{"indicator_type": "ip", "indicator_content": "192.0.2.1", "domain_name": "daily.example"}]
