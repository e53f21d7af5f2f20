"""Labels that another registry exported as NDJSON: they keep their ids."""

import re
from collections.abc import Sequence
from typing import Any

from overt.errors import UsageError
from overt.registry.importers.base import Draft, Importer, Row
from overt.registry.label import Label, Source, from_facts

LABEL_ID = re.compile(r"L[0-9a-f]{12,64}")


class ExportedLabels(Importer):
    """What `overt label export --out labels.ndjson` writes."""

    name = "overt-labels"
    reads = "labels exported by overt as NDJSON"

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """See Importer.recognises."""
        return {"label_id", "says"} <= set(columns)

    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """See Importer.draft. Labels that were withdrawn where they come from are not taken."""
        label_id, says = row.get("label_id"), row.get("says")
        if not isinstance(label_id, str) or not LABEL_ID.fullmatch(label_id) or not isinstance(says, dict):
            raise UsageError("the line holds no label")
        if row.get("status") != "listed":
            raise UsageError(f"the label is {str(row.get('status'))[:20]} where it comes from")
        label = from_facts(says)
        return Draft(self.name, (label_id,), label, label_id)

    @classmethod
    def examples(cls) -> list[dict[str, Any]]:
        """See Importer.examples."""
        label = Label("newsroom", "The Daily Example", Source("Its imprint"), domains=("daily.example",))
        return [
            {"label_id": "L0123456789ab", "status": "listed", "says": label.facts()},
            {"label_id": "L0123456789ac", "status": "withdrawn", "says": label.facts()},
        ]
