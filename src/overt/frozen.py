"""Freezing what is usual from one scan, and reading another period under it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from overt.engine import Session
from overt.errors import InputError
from overt.model.co_use import Floats
from overt.model.frozen_reference import Reference, WeekOfUses, parsed
from overt.pairs import Related, popularity
from overt.significance import frozen
from overt.significance.frozen import Drift

FILE = "reference.json"
TOLD = 3
"""Drifts of popularity that the notices name; findings.json has all."""


@dataclass(frozen=True)
class Frozen:
    """What a reference changes: margins with ceilings, everybody's rhythm; and how the present has drifted from it."""

    related: Related
    everybody: Floats
    reference: Reference
    drift: list[Drift]

    def facts(self) -> dict[str, Any]:
        """For findings.json."""
        return {
            "sha256": self.reference.digest,
            "period": {"first": self.reference.first, "last": self.reference.last},
            "posts": self.reference.posts,
            "drift": [
                {"what": d.what, "trace": d.trace, "language": d.language, "now": d.now, "then": d.then}
                for d in self.drift
            ],
        }

    def notices(self) -> list[str]:
        """For people: which reference, and the drifts from it."""
        whose = f"{self.reference.first} to {self.reference.last} (reference {self.reference.digest[:12]})"
        concentrated = sorted((d for d in self.drift if d.what == "popularity"), key=lambda d: -d.times)
        rest = [_told(d) for d in self.drift if d.what != "popularity"]
        return [f"what is usual was frozen from {whose}", *_concentrated(concentrated), *rest]


def _concentrated(drifts: list[Drift]) -> list[str]:
    if not drifts:
        return []
    each = [f"{d.trace} in {_language(d)} {d.times:.1f} times" for d in drifts[:TOLD]]
    more = f" and {len(drifts) - TOLD} more" if len(drifts) > TOLD else ""
    return [
        f"drift: uses are more concentrated than in its most concentrated week: {', '.join(each)}{more}; at most "
        f"{frozen.SLACK:g} times that week was allowed for. News does that, and so does somebody who prepares a cover"
    ]


def _language(drift: Drift) -> str:
    return "no known language" if drift.language == "?" else f"language {drift.language}"


def _told(drift: Drift) -> str:
    if drift.what == "rhythm":
        return f"drift: {drift.now:.0%} of the posts are at other hours of the day than in the frozen period"
    return (
        f"drift: the busiest tenth used {drift.now:.0f} objects or more a week in trace {drift.trace}, "
        f"{drift.then:.0f} in the frozen period"
    )


def read_reference(place: str | Path) -> Reference:
    """The reference in a file, or in the results of a scan that froze one. Raises InputError."""
    path = Path(place)
    path = path / FILE if path.is_dir() else path
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot read the reference: {error.strerror if isinstance(error, OSError) else 'no UTF-8'}",
            where=str(path),
            mend="make one with: overt scan EARLIER_POSTS --out DIR --freeze, which leaves DIR/reference.json",
        ) from error
    return parsed(text, str(path))


def read_under(related: Related, reference: Reference) -> Frozen:
    """The present under what was usual."""
    margins = frozen.under(related.margins, related.trace_names, reference)
    now = frozen.rhythm(related.hours, related.co_uses.accounts)
    drift = frozen.drifts(margins, related.trace_names, now, reference)
    return Frozen(replace(related, margins=margins), np.array(reference.rhythm, dtype=float), reference, drift)


def freeze(session: Session, related: Related, first: str, last: str) -> Reference:
    """What is usual in the posts that were scanned; `first` and `last`: their days."""
    counted = popularity.capped(session.table("uses"), session.table("tested"), session.table("account_margins"))
    rows = session.fetch(session.materialise("popularity_capped", counted))
    usual = {
        name: [round(x, 6) for x in frozen.activity(margins)]
        for name, margins in zip(related.trace_names, related.margins, strict=True)
    }
    everybody = frozen.rhythm(related.hours, related.co_uses.accounts)
    return Reference(
        first=first,
        last=last,
        posts=related.posts,
        accounts=related.co_uses.accounts,
        popularity=_popularity(rows),
        rhythm=[float(f"{x:.12g}") for x in everybody],
        activity=usual,
    )


def _popularity(rows: pa.Table) -> dict[str, dict[str, list[WeekOfUses]]]:
    found: dict[str, dict[str, list[WeekOfUses]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.sort_by([("trace", "ascending"), ("stratum", "ascending")]).to_pylist():
        language, _, week = row["stratum"].rpartition("|")
        if row["uses"] >= frozen.ENOUGH and row["counted"] > 0:
            concentration = float(f"{row['close'] / row['counted'] ** 2:.10g}")
            found[row["trace"]][language].append(
                WeekOfUses(int(week), int(row["uses"]), int(row["accounts"]), concentration)
            )
    return {trace: dict(by_language) for trace, by_language in found.items()}
