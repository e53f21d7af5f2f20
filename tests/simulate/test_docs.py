"""docs/simulate.md says what the dataclasses say."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from overt.simulate import CrowdSpec, ExtrasSpec, OperationSpec, TemplateSpec

PAGE = (Path(__file__).parents[2] / "docs" / "simulate.md").read_text()


@pytest.mark.parametrize("spec", [CrowdSpec, OperationSpec, ExtrasSpec, TemplateSpec])
def test_parameter_tables(spec):
    section = PAGE.split(f"### {spec.__name__}")[1].split("\n#")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| `(.*?)` \|", section, re.MULTILINE))
    known = {
        item.name: repr(item.default if item.default is not MISSING else item.default_factory())
        for item in fields(spec)
    }
    assert told == known


def test_examples_run():
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(block, {})
