"""Adversaries and innocents: overt beside the rules that others use, on the same data in the same run."""

from overt.evaluate.adversarial.backgrounds import SIMULATED, backgrounds
from overt.evaluate.adversarial.mixed import MIXED_METHODS, mixed
from overt.evaluate.adversarial.play import METHODS, Tally, chosen_scenarios, kept, plays
from overt.evaluate.adversarial.power import curves
from overt.evaluate.adversarial.summary import Line, summed

__all__ = [
    "METHODS",
    "MIXED_METHODS",
    "SIMULATED",
    "Line",
    "Tally",
    "backgrounds",
    "chosen_scenarios",
    "curves",
    "kept",
    "mixed",
    "plays",
    "summed",
]
