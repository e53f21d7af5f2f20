"""The scenario of the demo: an ordinary crowd, a fandom, a newswire, and four operations of different
size."""

from typing import Any

from overt.simulate.crowd import crowd
from overt.simulate.operation import OperationSpec, plant
from overt.simulate.spec import CrowdSpec

OPERATIONS = (
    OperationSpec(
        accounts=25,
        objects=30,
        jitter=60,
        participation=0.8,
        cover=1,
        traces=("url+text", "url"),
        name="operation-links",
    ),
    OperationSpec(
        accounts=12,
        objects=25,
        jitter=300,
        participation=0.9,
        cover=3,
        traces=("text", "hashtag_sequence"),
        edits=("case", "zero_width", "homoglyph"),
        name="operation-copies",
    ),
    OperationSpec(
        accounts=60,
        objects=40,
        jitter=600,
        participation=0.5,
        cover=1,
        traces=("hashtag_sequence", "url"),
        name="operation-crowd",
    ),
    OperationSpec(
        accounts=8,
        objects=30,
        jitter=20,
        participation=1,
        cover=2,
        traces=("repost",),
        name="operation-boosters",
    ),
)


def demo_scenario(seed: int = 0) -> tuple[Any, Any]:
    """Posts and answers of the demo: about 1,800 organic accounts over three weeks."""
    spec = CrowdSpec(accounts=1_800, days=21, newswires=1, posts_median=14.0, seed=seed)
    return plant(crowd(spec), OPERATIONS, seed)
