"""The State Media Matrix: outlets with their typology, sites and accounts.

Its codes say whether a state holds funding, governance and editorial control. Media that a state pays for and does not
direct are listed, too, as public service media: the source warns not to put them beside those that it does.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from overt.errors import UsageError
from overt.registry.domains import labelled
from overt.registry.importers.base import Accounts, Draft, Importer, Row, cell
from overt.registry.kinds import MODELS
from overt.registry.label import Label, Source, typology_of

LINKS = (
    "Instagram Link", "Twitter Link", "Facebook Link", "Youtube Link", "Telegram Link", "VK Link", "Linkedin link",
    "Ok.ru link", "Tiktok Link", "Rutube Link",
)  # fmt: skip
TELLING = ("Currently Not Functional", "Certificate Expired")
"""What the column Status says of a site; the rest of it is about the making of the list."""


class StateMediaMatrix(Importer):
    """State_Media_Matrix.csv of state-media-profiles."""

    name = "state-media-matrix"
    reads = "the State Media Matrix: outlets, typology, sites, accounts"
    source = Source(
        "State Media Profiles (Alliance for Securing Democracy, after the State Media Monitor)",
        "https://github.com/ASD-at-GMF/state-media-profiles",
        "MIT",
    )
    needed: ClassVar[tuple[str, ...]] = ("Country", "Media company", "Main assets", "URL", "Typology")

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """See Importer.recognises."""
        return set(cls.needed) <= set(columns)

    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """See Importer.draft."""
        if not any(cell(row, c) for c in row):
            return None
        name, company, country = cell(row, "Main assets"), cell(row, "Media company"), cell(row, "Country")
        code = cell(row, "Typology")
        if code is None:
            raise UsageError("the list gives no typology")
        typology, kind = typology_of(code)
        accounts = Accounts(remark)
        for column in LINKS:
            accounts.add_address(cell(row, column))
        address = cell(row, "URL")
        domain = labelled(address) if address else None
        if address and domain is None:
            remark(f"{address[:80]} is no site of its own")
        handles, ids = accounts.names()
        status = cell(row, "Status")
        label = Label(
            kind,
            name or company,
            source,
            actor="outlet",
            country=country,
            organisation=company if company != name else None,
            statement=f"{MODELS[code.rstrip('? ')].words} ({code})",
            typology=typology,
            handles=handles,
            ids=ids,
            domains=(domain,) if domain else (),
            note=f"Of its site the list says: {status}" if status in TELLING else None,
        )
        return Draft(self.name, ("|".join((country or "", company or "", name or "", kind)),), label)

    @classmethod
    def examples(cls) -> list[dict[str, Any]]:
        """See Importer.examples."""
        shared = {"Region": "Somewhere", "Country": "Atlantis", "Media company": "Atlantis Broadcasting"}
        return [
            shared
            | {"Main assets": "Atlantis One", "URL": "https://www.one.example/en/", "Typology": "SC"}
            | {"Twitter Link": "https://www.twitter.com/atlantis_one"}
            | {"Youtube Link": "https://www.youtube.com/channel/UC0123456789abcdefghijkl"},
            shared | {"Main assets": "Atlantis One", "URL": "https://news.one.example/", "Typology": "SC"},
            shared | {"Main assets": "Atlantis Two", "URL": "https://two.example/", "Typology": "ISFM?"},
            dict.fromkeys(shared),
        ]
