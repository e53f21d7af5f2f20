"""How anybody can check the dossier: the same inputs, the same command, the same bytes."""

import shlex
from typing import Any

from overt.model.parameter import PARAMETERS
from overt.report.escape import one_line


def command(run: dict[str, Any]) -> str:
    """The command line that repeats the scan, with the parameters that are not at their default."""
    given = run.get("parameters") or {}
    names = [shlex.quote(one_line(file.get("name"), 200)) for file in run.get("inputs") or []]
    options = [
        f"--{parameter.name.replace('_', '-')} {shlex.quote(one_line(given[parameter.name], 60))}"
        for parameter in PARAMETERS
        if parameter.name in given and given[parameter.name] != parameter.default
    ]
    return " ".join(["overt scan", *names, "--out again", *options])


def parameters(run: dict[str, Any]) -> list[dict[str, Any]]:
    """Every parameter of the run: name, value, unit, default, help; unknown ones without help."""
    known = {parameter.name: parameter for parameter in PARAMETERS}
    rows = []
    for name, value in sorted((run.get("parameters") or {}).items()):
        parameter = known.get(name)
        rows.append(
            {
                "name": name,
                "value": value if isinstance(value, (int, float, str)) else str(value),
                "changed": parameter is not None and value != parameter.default,
                "default": parameter.default if parameter else None,
                "unit": parameter.unit if parameter else "",
                "help": parameter.help if parameter else "",
            }
        )
    return rows
