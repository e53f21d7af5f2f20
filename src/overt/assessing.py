"""From networks to assessed networks: what is known of everybody, who is listed in the registry, what is hidden."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from overt.deception.assess import Assessed, assess
from overt.deception.people import People, people
from overt.engine import Session
from overt.model.edge import Edges
from overt.model.hours import Hours
from overt.model.network import Networks
from overt.registry import KINDS, Registry
from overt.registry.kinds import AUTOMATION
from overt.registry.match import LOOKS_LIKE, MATCH

STATE_MEDIA = ("state_controlled_media", "state_affiliated_media")


def assessed(
    session: Session,
    accounts: pa.Table,
    profiles: pa.Table,
    hours: Hours,
    edges: Edges,
    networks: Networks,
    registry: Path | None,
    seed: int,
) -> dict[str, dict[str, Any]]:
    """Network id -> class, confidence, dimensions with their cues, and which accounts are open about themselves.

    `registry`: a file of labels, or None for none. Raises InputError.
    """
    if not networks.networks:
        return {}
    everybody = people(session, accounts, profiles, hours)
    if registry:
        everybody = listed(everybody, Registry.open(registry))
    involved = {int(k) for ends in (edges.a[edges.synchronised], edges.b[edges.synchronised]) for k in ends}
    found = assess(everybody, networks.networks, involved, seed)
    return {name: facts(one) for name, one in found.items()}


def facts(one: Assessed) -> dict[str, Any]:
    """What findings.json says of an assessment; `open` by account key."""
    return {
        **one.facts(),
        "holding": [s.sentence for s in one.holding],
        "open": {account: open_.facts() for account, open_ in sorted(one.open.items())},
    }


def listed(everybody: People, registry: Registry) -> People:
    """The same with what the registry says: who is listed, who only looks like it, and which sites are states'."""
    found = registry.match(everybody.table)
    keys = dict(
        zip(
            zip(everybody.column("platform"), everybody.column("account_id"), strict=True),
            range(len(everybody)),
            strict=True,
        )
    )
    labels: dict[int, str] = {}
    alike: set[int] = set()
    machines: set[int] = set()
    for row in found.filter(pc.is_in(found["means"], value_set=pa.array([MATCH, LOOKS_LIKE]))).to_pylist():
        key = keys[row["platform"], row["account_id"]]
        if row["means"] == LOOKS_LIKE:
            alike.add(key)
        elif row["openness"]:
            if key not in labels and row["openness"] == AUTOMATION:
                machines.add(key)
            labels.setdefault(key, f"listed by {row['source']} as {KINDS[row['kind']].words}")
    sites = {d for e in registry.labels() if e.label.kind in STATE_MEDIA for d in e.label.domains}
    return replace(
        everybody,
        labels=labels,
        machines=frozenset(machines),
        lookalikes=frozenset(alike - set(labels)),
        state_sites=frozenset(sites),
    )
