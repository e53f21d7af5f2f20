"""One timed job in a process of its own: groups of similar texts by overt, or by overt from the pairs that a peer
proposed.

Called as: python -m overt.evaluate.text_job TEXTS.parquet OUT.npy [PAIRS.npy]. Prints one line of JSON: the CPU
seconds used when the work began and when it was done, and the peak memory before and after.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from overt.run import peak_memory
from overt.traces.similar_text import grouped
from overt.traces.similar_text.grouping import grouped_pairs


def main(source: Path, out: Path, pairs: Path | None) -> dict[str, object]:
    """Runs the job and says what it took."""
    texts = pq.read_table(source).column("text").combine_chunks()
    proposed = None if pairs is None else np.load(pairs)
    facts: dict[str, object] = {"memory_before_mb": peak_memory(), "start": time.process_time()}
    found = grouped(texts) if proposed is None else grouped_pairs(texts, proposed)
    facts |= {"end": time.process_time(), "memory_mb": peak_memory()}
    np.save(out, found.representatives)
    return facts | {"notices": found.notices()}


if __name__ == "__main__":
    said = main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
    sys.stdout.write("\n" + json.dumps(said) + "\n")
