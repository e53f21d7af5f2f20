"""One timed job in a process of its own: pairs by overt from the actions table, or the sort floor.

Called as: python -m overt.evaluate.scale_job pairs|floor ACTIONS.parquet OUT INTERVAL LEAST MEMORY. Prints one line
of JSON: the CPU seconds used when the work began and when it was done. Start and end of the process are left out.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

from overt.engine import Session
from overt.plain import counted
from overt.run import peak_memory


def main(job: str, actions: Path, out: Path, interval: int, least: int, memory: str) -> dict[str, object]:
    """Runs the job and says when it began and ended, and by which plan pairs were counted."""
    with tempfile.TemporaryDirectory(dir=out.parent) as aside, Session(Path(aside), memory=memory) as session:
        facts: dict[str, object] = {"start": time.process_time()}
        session.path("actions").symlink_to(actions.resolve())
        if job == "floor":
            used = session.table("actions")
            session.materialise("sorted", used.order_by("object", "acted_at"))
        else:
            table, plan = counted(session, interval, least)
            pq.write_table(table, out, compression="zstd")
            facts |= {"plan": plan.name, "why": plan.why, "pairs": table.num_rows}
        facts["end"] = time.process_time()
        facts["memory_mb"] = peak_memory()
    return facts


if __name__ == "__main__":
    job, actions, out, interval, least, memory = sys.argv[1:]
    facts = main(job, Path(actions), Path(out), int(interval), int(least), memory)
    sys.stdout.write("\n" + json.dumps(facts) + "\n")
