"""Listed accounts that act as themselves come out as openly affiliated; the same behaviour without a label does not."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.scan import Request, scan
from overt.simulate import CrowdSpec, crowd
from overt.simulate.scenarios.crowds import labelled
from overt.simulate.scenarios.script import Script

LIST = Path(os.environ.get("OVERT_SHARED", Path(__file__).parents[3] / "shared")) / (
    "data/state_media/hamilton_accounts_2024.parquet"
)


@pytest.fixture(scope="module")
def registry(overt, tmp_path_factory):
    if not LIST.exists():
        pytest.skip("the account list lies in the shared data, which are not here (OVERT_SHARED)")
    path = tmp_path_factory.mktemp("registry") / "labels.ndjson"
    done = overt("label", "import", LIST, "--retrieved", "2026-11-01", "--registry", path)
    assert done.code == 0, done.err
    return path


def of_list():
    """Handles of the list, a dozen from all over it."""
    handles = pq.read_table(LIST)["Twitter ID"].drop_null().to_pylist()
    return tuple(handles[:: len(handles) // 12][:12])


@pytest.mark.parametrize("listed", [True, False])
def test_the_account_list(registry, tmp_path, listed):
    script = Script(crowd(CrowdSpec(accounts=300, days=14, seed=5, platform="x")), 5, "labelled")
    labelled(script, 12, of_list() if listed else ())
    made = script.planted(1.0)
    posts, accounts = tmp_path / "posts.parquet", tmp_path / "accounts.parquet"
    pq.write_table(made.posts.replace_schema_metadata(None), posts)
    pq.write_table(pa.table(made.accounts), accounts)
    found = scan(Request([posts, accounts], tmp_path / "o", {"permutations": 20}, registry=registry))
    assert found["totals"]["members"] == 12
    assert {network["class"] for network in found["networks"]} == {"openly affiliated" if listed else "coordinated"}
