"""Every scenario on every background, and what each method makes of it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from overt.errors import UsageError
from overt.evaluate.adversarial.backgrounds import Background
from overt.evaluate.adversarial.centrality import centrality
from overt.evaluate.adversarial.data import Data
from overt.evaluate.adversarial.ours import overt_
from overt.evaluate.adversarial.rules import percentile, threshold
from overt.evaluate.adversarial.toolkit import toolkit
from overt.evaluate.adversarial.verdict import Verdict
from overt.simulate.scenarios import SCENARIOS, Planted, Scenario, play
from overt.simulate.scenarios.script import BAIT, COVERT, OPEN
from overt.version import __version__

OVERT, THRESHOLD, PERCENTILE, TOOLKIT, EIGENVECTOR = METHODS = (
    "overt",
    "fixed threshold",
    "percentile",
    "toolkit",
    "eigenvector",
)
QUICK = ("E1-5m", "E10-5", "F3", "A1")
"""Scenarios of a quick run."""

Step = Callable[[str, str], None]


@dataclass(frozen=True)
class Tally:
    """One method on one play of a scenario: the operation and how many were found, innocents and how many were accused.

    `roles`: role -> accused, for innocents with a role. `classes`: networks by class.
    """

    background: str
    scenario: str
    seed: int
    method: str
    operation: int
    found: int
    innocents: int
    accused: int
    roles: Mapping[str, int] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def missed(self) -> int:
        """Accounts of the operation that were not found."""
        return self.operation - self.found

    def facts(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "missed": self.missed}


def chosen_scenarios(names: Sequence[str], quick: bool) -> list[Scenario]:
    """The scenarios of these ids, or of families (E1 is E1-30s, E1-5m, ...). Raises UsageError."""
    if not names:
        return [s for s in SCENARIOS if not quick or s.id in QUICK]
    for name in names:
        if not any(_called(s, name) for s in SCENARIOS):
            known = ", ".join(s.id for s in SCENARIOS)
            raise UsageError(f"no scenario is called {name}", mend=f"known here: {known}")
    return [s for s in SCENARIOS if any(_called(s, name) for name in names)]


def _called(scenario: Scenario, name: str) -> bool:
    return scenario.id == name or scenario.id.startswith(name + "-")


def plays(
    publics: Mapping[str, Background],
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    peer: Path | None,
    step: Step,
    done: Sequence[Tally] = (),
    parameters: dict[str, float] | None = None,
) -> Iterator[list[Tally]]:
    """The tallies of one play after the other, one per method; those in `done` are passed on and not played again.

    `peer`: a Python that holds coordination-network-toolkit, else it is left out. `parameters`: of overt's scan.
    """
    before: dict[tuple[str, str, int], list[Tally]] = {}
    for tally in done:
        before.setdefault((tally.background, tally.scenario, tally.seed), []).append(tally)
    for seed in seeds:
        for name, public in publics.items():
            posts = None
            for scenario in scenarios:
                if known := before.get((name, scenario.id, seed)):
                    yield known
                    continue
                step(f"seed {seed}, {name}", scenario.id)
                posts = public(seed) if posts is None else posts
                yield judged(play(scenario, posts, seed), (name, scenario.id, seed), peer, parameters)


def judged(
    planted: Planted, key: tuple[str, str, int], peer: Path | None, parameters: dict[str, float] | None = None
) -> list[Tally]:
    """What each method makes of a play; `key`: background, scenario, seed."""
    data = Data(planted.posts)
    methods: dict[str, Callable[[], Verdict]] = {
        OVERT: lambda: overt_(data, planted.accounts, parameters),
        THRESHOLD: lambda: threshold(data),
        PERCENTILE: lambda: percentile(data),
        EIGENVECTOR: lambda: centrality(data),
    }
    if peer:
        methods[TOOLKIT] = lambda: toolkit(data, peer)
    return [tallied(data, planted, key, method, methods[method]()) for method in METHODS if method in methods]


def tallied(data: Data, planted: Planted, key: tuple[str, str, int], method: str, verdict: Verdict) -> Tally:
    """Counts by role. The helpers of an attack are neither to be found nor innocent."""
    columns = (planted.answers[name].to_pylist() for name in ("platform", "account_id", "role"))
    roles = {(platform, account): role for platform, account, role in zip(*columns, strict=True)}
    role = np.array([roles[account] for account in data.accounts])
    covert, innocent = role == COVERT, ~np.isin(role, (COVERT, BAIT))
    accused = innocent & np.where(role == OPEN, verdict.accusing, verdict.flagged)
    named = {
        str(name): int((accused & (role == name)).sum()) for name in sorted({*role[innocent]}) if name != "organic"
    }
    return Tally(
        *key,
        method,
        int(covert.sum()),
        int((covert & verdict.flagged).sum()),
        int(innocent.sum()),
        int(accused.sum()),
        named,
        dict(sorted(verdict.classes.items())),
        round(verdict.seconds, 3),
    )


def kept(path: Path) -> list[Tally]:
    """What an earlier run of this version left in a file (one JSON object a line). Raises UsageError."""
    if not path.exists():
        return []
    tallies = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            row.pop("missed")
            if row.pop("overt") == __version__:
                tallies.append(Tally(**row))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UsageError(f"{path}:{number} is no line of an earlier run", mend="name another file") from error
    return tallies


def keep(path: Path, tallies: Sequence[Tally]) -> None:
    """Adds tallies to the file. Raises UsageError."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps({**t.facts(), "overt": __version__}, sort_keys=True) + "\n" for t in tallies)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", mend="name another file") from error
