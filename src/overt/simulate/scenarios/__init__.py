"""Scenarios: what adversaries and innocents may do, as data with the answers. Evasions, crowds and attacks."""

from overt.simulate.scenarios.attacks import ATTACKS
from overt.simulate.scenarios.crowds import CROWDS
from overt.simulate.scenarios.evasions import EVASIONS
from overt.simulate.scenarios.script import Planted, Scenario, play

SCENARIOS: tuple[Scenario, ...] = (*EVASIONS, *CROWDS, *ATTACKS)

__all__ = ["SCENARIOS", "Planted", "Scenario", "play"]
