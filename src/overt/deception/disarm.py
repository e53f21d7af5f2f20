"""DISARM: the names of the techniques that a cue resembles, and of which version.

An id says what a behaviour is called, for people who exchange reports. It names no actor and no intent, and the
behaviour is most often harmless. Only the ids that a cue of overt uses are here, with their names. Source: the DISARM
red framework of the DISARM Foundation (CC BY-SA 4.0), keyed on its external ids.
"""

from collections.abc import Iterable
from typing import Any

VERSION = "2024-11-22"
"""The day of the framework's build."""

TECHNIQUES: dict[str, str] = {
    "T0097.101": "Local Persona",
    "T0130.001": "Conceal Sponsorship",
    "T0143.003": "Impersonated Persona",
    "T0144.002": "Persona Template",
    "T0145.001": "Copy Account Imagery",
    "T0146.005": "Lookalike Account ID",
    "T0150.008": "Bulk Created Asset",
    "T0152.004": "Website Asset",
}
"""External id -> name."""


def matched(cues: Iterable[tuple[str, Iterable[str]]]) -> list[dict[str, Any]]:
    """For findings.json: each technique once, with the cues (name, ids) that resemble it, in order of ids."""
    held: dict[str, list[str]] = {}
    for cue, ids in cues:
        for technique in ids:
            held.setdefault(technique, []).append(cue)
    return [{"id": t, "name": TECHNIQUES[t], "framework": f"DISARM {VERSION}", "cues": held[t]} for t in sorted(held)]
