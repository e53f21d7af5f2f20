"""Simulated crowds and planted operations, with the answers written beside the data."""

from overt.simulate.background import background_like, laid_under
from overt.simulate.crowd import crowd
from overt.simulate.demo import demo_scenario
from overt.simulate.extras import ExtrasSpec, with_extras
from overt.simulate.operation import OperationSpec, plant
from overt.simulate.profiles import profiles
from overt.simulate.spec import CrowdSpec
from overt.simulate.table import answers_of
from overt.simulate.templates import TemplateSpec, fill_in
from overt.simulate.write import write

__all__ = [
    "CrowdSpec",
    "ExtrasSpec",
    "OperationSpec",
    "TemplateSpec",
    "answers_of",
    "background_like",
    "crowd",
    "demo_scenario",
    "fill_in",
    "laid_under",
    "plant",
    "profiles",
    "with_extras",
    "write",
]
