"""Politicians of the United States and their accounts. Sex, birthplace and birthday stay in the list."""

from collections.abc import Sequence
from typing import Any, ClassVar

from overt.errors import UsageError
from overt.registry.importers.base import Accounts, Draft, Importer, Row, cell
from overt.registry.label import Label, Source
from overt.registry.platforms import id_of


class USPoliticians(Importer):
    """The US Politicians Twitter Dataset. It joins every handle of a person with every id, so rows repeat."""

    name = "us-politicians"
    reads = "politicians of the United States: handles, account ids, party"
    source = Source("US Politicians Twitter Dataset", "https://github.com/W43GVG/US-Politicians-Twitter-Dataset", "MIT")
    needed: ClassVar[tuple[str, ...]] = ("Name", "Twitter_username", "Account_ID", "Political_party")

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """See Importer.recognises."""
        return set(cls.needed) <= set(columns)

    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """See Importer.draft. Rows of one name that share a handle or an id are one person."""
        if not any(cell(row, c) for c in row):
            return None
        name = cell(row, "Name")
        if name is None:
            raise UsageError("the list gives no name")
        accounts = Accounts(remark)
        accounts.add("x", cell(row, "Twitter_username"))
        accounts.add("instagram", cell(row, "Instagram_username"))
        accounts.add("facebook", cell(row, "Facebook_ID"))
        handles, ids = accounts.names()
        number = cell(row, "Account_ID")
        if number and id_of("x", number):
            ids["x"] = (number,)
        elif number:
            remark(f"{number[:40]} is no account id on x")
        keys = [f"{name}|x:{h.lower()}" for h in handles.get("x", ())] + [f"{name}|id:{i}" for i in ids.get("x", ())]
        label = Label(
            "politician",
            name,
            source,
            actor="person",
            country="United States of America",
            organisation=cell(row, "Political_party"),
            statement="US politician",
            handles=handles,
            ids=ids,
        )
        return Draft(self.name, tuple(keys or [name]), label)

    @classmethod
    def examples(cls) -> list[dict[str, Any]]:
        """See Importer.examples."""
        person = {"Name": "Candidate One", "Political_party": "A Party", "birthday": "1960-01-01T00:00:00Z"}
        return [
            person | {"Twitter_username": "candidate_one", "Account_ID": "1001"},
            person | {"Twitter_username": "rep_candidate1", "Account_ID": "1001"},
            person | {"Twitter_username": "rep_candidate1", "Account_ID": "1002", "Facebook_ID": "candidate.one"},
            {
                "Name": "Candidate One",
                "Twitter_username": "another_one",
                "Account_ID": "t1009",
                "Political_party": None,
            },
        ]
