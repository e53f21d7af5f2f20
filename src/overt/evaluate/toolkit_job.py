"""One timed run of coordination-network-toolkit, by the Python of its own environment; knows nothing of overt.

Called as: python toolkit_job.py ACTIONS.csv PAIRS.csv INTERVAL LEAST. Prints one line of JSON.
"""

import csv
import json
import sqlite3
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Reads the CSV into the toolkit's database, computes its co-repost network and writes the pairs."""
    from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel
    from coordination_network_toolkit.preprocess import preprocess_csv_files

    source, out, interval, least = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    before = time.process_time()
    with tempfile.TemporaryDirectory(dir=out.parent) as aside:
        database = str(Path(aside) / "toolkit.db")
        preprocess_csv_files(database, [str(source)])
        read = time.process_time() - before
        compute_co_retweet_parallel(database, interval, n_threads=2, min_edge_weight=least)
        rows = sqlite3.connect(database).execute("select user_1, user_2, weight from co_retweet_network")
        with out.open("w", newline="") as file:
            csv.writer(file).writerows((a, b, n) for a, b, n in rows if a < b)
    sys.stdout.write("\n" + json.dumps({"start": before, "read": read}) + "\n")


if __name__ == "__main__":
    main()
