"""One run of coordination-network-toolkit, by the Python of its own environment; knows nothing of overt.

Called as: python toolkit_networks_job.py POSTS.csv EDGES.csv INTERVAL LEAST. Prints one line of JSON.
"""

import csv
import json
import resource
import sqlite3
import sys
import tempfile
from pathlib import Path

csv.field_size_limit(1 << 30)


def main() -> None:
    """Reads the CSV into the toolkit's database, computes four networks and writes their edges, lower account first."""
    from coordination_network_toolkit import compute_networks as networks
    from coordination_network_toolkit.preprocess import preprocess_csv_files

    source, out, interval, least = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    before = used()
    with tempfile.TemporaryDirectory(dir=out.parent) as aside, out.open("w", newline="") as file:
        database = str(Path(aside) / "toolkit.db")
        preprocess_csv_files(database, [str(source)])
        with sqlite3.connect(database) as db:
            db.execute("delete from message_url where url = ''")
        for name, compute in (
            ("co_retweet", networks.compute_co_retweet_parallel),
            ("co_tweet", networks.compute_co_tweet_network),
            ("co_link", networks.compute_co_link_network),
            ("co_reply", networks.compute_co_reply_network),
        ):
            compute(database, interval, n_threads=1, min_edge_weight=least)
            rows = sqlite3.connect(database).execute(f"select user_1, user_2, weight from {name}_network")
            csv.writer(file).writerows((a, b, n) for a, b, n in rows if a != b)
    sys.stdout.write("\n" + json.dumps({"cpu": used() - before}) + "\n")


def used() -> float:
    """CPU seconds of this process and of those that it started."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


if __name__ == "__main__":
    main()
