"""coordination-network-toolkit on the same posts, in the Python of its own environment."""

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from overt.evaluate.adversarial.data import Data
from overt.evaluate.adversarial.rules import WINDOW, raise_to
from overt.evaluate.adversarial.verdict import Verdict
from overt.evaluate.job import answer_of

LEAST = 2
"""Its own default: posts of one account that match posts of the other."""


def toolkit(data: Data, python: Path) -> Verdict:
    """Its four networks of exact matches (reposts, texts, links, replies) at 60 s. Raises UsageError.

    Two of its faults are mended: posts without a link share the link "", and posts without a text the text "". An
    account's score is its heaviest edge in any network.
    """
    score = np.zeros(len(data.accounts))
    with tempfile.TemporaryDirectory(prefix="overt-toolkit-") as aside:
        posts, edges = Path(aside) / "posts.csv", Path(aside) / "edges.csv"
        write_posts(data, posts)
        job = [str(python), str(Path(__file__).with_name("toolkit_networks_job.py")), str(posts), str(edges)]
        said = answer_of([*job, str(int(WINDOW)), "1"])
        if edges.stat().st_size:
            found = pacsv.read_csv(edges, read_options=pacsv.ReadOptions(column_names=["a", "b", "weight"]))
            a, b, weight = (found[name].to_numpy() for name in ("a", "b", "weight"))
            raise_to(score, a * len(score) + b, weight)
    flagged = score >= LEAST
    return Verdict(score, flagged, flagged, float(said["cpu"]))


def write_posts(data: Data, path: Path) -> None:
    """The posts in the columns that it reads."""
    posts, number = data.posts, data.posts.num_rows
    row = pc.cast(pa.array(np.arange(number)), pa.string())
    again = pc.equal(posts["kind"], "repost")
    name = pc.cast(pa.array(data.numbers), pa.string())
    columns = {
        "message_id": row,
        "user_id": name,
        "username": name,
        "repost_id": _plain(pc.if_else(again, posts["repost_of"], pa.scalar(None, pa.string()))),
        "reply_id": _plain(posts["reply_to"]),
        "message": pc.if_else(pc.equal(_plain(posts["text"]), ""), row, _plain(posts["text"])),
        "timestamp": pc.divide(posts["created_at"].cast(pa.int64()), 1_000_000),
        "urls": _plain(pc.binary_join(posts["urls"], " ")),
    }
    pacsv.write_csv(pa.table(columns), path)


def _plain(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts without nulls, on one line."""
    return pc.replace_substring_regex(pc.fill_null(texts, ""), r"[\r\n\x00]+", " ")
