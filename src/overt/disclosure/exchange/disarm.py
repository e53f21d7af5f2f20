"""DISARM: names of the techniques of influence operations, keyed on their external ids.

The ids of the framework's STIX objects change with every build, and its bundle calls itself "mitre-attack": external
ids (T0097.101) are what stays, and the source is called DISARM here. Names: DISARM Foundation, DISARM Framework, build
of 2024-11-22, CC BY-SA 4.0 (`disarm_techniques.csv`).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from overt.deception.disarm import VERSION
from overt.errors import InputError

SOURCE = f"DISARM {VERSION}"
_URL = "https://github.com/DISARMFoundation/DISARMframeworks/blob/main/generated_pages/techniques/{}.md"
_ID = re.compile(r"T[0-9]{4}(\.[0-9]{3})?")


@dataclass(frozen=True)
class Technique:
    """One technique: its external id, its name and the tactic it belongs to (TA01 to TA18)."""

    external_id: str
    name: str
    tactic: str | None = None

    @property
    def url(self) -> str:
        """Its page."""
        return _URL.format(self.external_id)


@cache
def techniques() -> dict[str, Technique]:
    """External id -> technique, for all 391 of the build."""
    text = files("overt.disclosure.exchange").joinpath("disarm_techniques.csv").read_text("utf-8")
    return {row[0]: Technique(*row) for row in list(csv.reader(text.splitlines()))[1:]}


def technique(external_id: str) -> Technique:
    """The technique of that id; one that the build does not know has its id for a name."""
    return techniques().get(external_id) or Technique(external_id, external_id)


@cache
def ids_by_name() -> dict[str, str]:
    """Name in lower case -> external id, where only one technique has that name."""
    names: dict[str, list[str]] = {}
    for each in techniques().values():
        names.setdefault(each.name.casefold(), []).append(each.external_id)
    return {name: ids[0] for name, ids in names.items() if len(ids) == 1}


def id_of(external_references: Any) -> str | None:
    """The DISARM id among a STIX object's external references, whatever the source calls itself; None without one."""
    if not isinstance(external_references, list):
        return None
    for reference in external_references:
        found = reference.get("external_id") if isinstance(reference, dict) else None
        if isinstance(found, str) and _ID.fullmatch(found) and _is_disarm(reference):
            return found
    return None


def _is_disarm(reference: dict[str, Any]) -> bool:
    """ATT&CK has ids of the same form (T0817, T1566.001): the source or the address has to be DISARM's."""
    return "disarm" in (str(reference.get("source_name", "")) + str(reference.get("url", ""))).casefold()


def read_bundle(bundle: Any) -> dict[str, Technique]:
    """External id -> technique of a DISARM bundle of another build. Raises InputError where there are none."""
    objects = bundle.get("objects") if isinstance(bundle, dict) else None
    tactics, found = {}, {}
    for each in objects if isinstance(objects, list) else []:
        if isinstance(each, dict) and each.get("type") == "x-mitre-tactic":
            tactics[each.get("x_mitre_shortname")] = next(
                (r.get("external_id") for r in each.get("external_references", ()) if isinstance(r, dict)), None
            )
    for each in objects if isinstance(objects, list) else []:
        if isinstance(each, dict) and each.get("type") == "attack-pattern":
            external_id = id_of(each.get("external_references"))
            phases = [p.get("phase_name") for p in each.get("kill_chain_phases", ()) if isinstance(p, dict)]
            if external_id:
                name = " ".join(str(each.get("name", "")).split())
                found[external_id] = Technique(external_id, name, tactics.get(phases[0]) if phases else None)
    if not found:
        raise InputError("this bundle holds no DISARM technique", mend="give the framework's STIX bundle")
    return found
