"""How concentrated uses are, with a cap on every account: against plain loops, and under one who uses everything."""

from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
import pytest

from overt.engine import Session
from overt.pairs import popularity

USES = pa.schema([("trace", pa.string()), ("object", pa.int64()), ("account", pa.int64())])
PLACED = pa.schema([("trace", pa.string()), ("object", pa.int64()), ("stratum", pa.string())])


def engine_rows(tmp_path, rows, stratum):
    """rows: (trace, object, account), distinct; stratum: object -> its name."""
    k = Counter((trace, stratum[obj], account) for trace, obj, account in rows)
    margins = [{"trace": t, "stratum": s, "account": a, "k": n} for (t, s, a), n in k.items()]
    placed = [{"trace": t, "object": o, "stratum": stratum[o]} for t, o in {(t, o) for t, o, _ in rows}]
    with Session(tmp_path, threads=1) as session:
        names = USES.names
        uses = [dict(zip(names, row, strict=True)) for row in [*rows, *rows[:5]]]  # a use may stand there twice
        session.store("uses", pa.Table.from_pylist(uses, schema=USES))
        session.store("tested", pa.Table.from_pylist(placed, schema=PLACED))
        session.store("account_margins", pa.Table.from_pylist(margins))
        tables = (session.table(name) for name in ("uses", "tested", "account_margins"))
        found = session.fetch(popularity.capped(*tables)).to_pylist()
    return {(row["trace"], row["stratum"]): row for row in found}


def slow(rows, stratum):
    """trace, stratum -> (accounts, uses, counted, close), by loops over every pair of uses of one object."""
    k = Counter((trace, stratum[obj], account) for trace, obj, account in rows)
    result = {}
    for where in {key[:2] for key in k}:
        mine = {account: n for (*key, account), n in k.items() if tuple(key) == where}
        total = sum(mine.values())
        weight = {}
        for account, n in mine.items():
            others = total - n
            most = max(others // 100, 2 * others // max(len(mine) - 1, 1))
            weight[account] = min(1000, max(1000 * most // n, 1))
        users = defaultdict(list)
        for trace, obj, account in rows:
            if (trace, stratum[obj]) == where:
                users[obj].append(weight[account])
        counted = sum(sum(each) for each in users.values())
        close = sum(x * y for each in users.values() for i, x in enumerate(each) for j, y in enumerate(each) if i != j)
        result[where] = (len(mine), total, counted, close)
    return result


@pytest.mark.parametrize("seed", range(4))
def test_against_loops(tmp_path, seed):
    rng = np.random.default_rng(seed)
    weight = 1 / np.arange(1, 21)
    drawn = {
        (str(rng.choice(["text", "url"])), int(rng.integers(30)), int(rng.choice(20, p=weight / weight.sum())))
        for _ in range(150)
    }
    stratum = {obj: f"{'de' if obj % 3 else 'en'}|{obj % 2}" for obj in range(30)}
    rows = sorted(drawn)
    found = engine_rows(tmp_path, rows, stratum)
    names = ("accounts", "uses", "counted", "close")
    assert {key: tuple(int(row[n]) for n in names) for key, row in found.items()} == slow(rows, stratum)


def test_one_account_that_uses_everything_changes_next_to_nothing(tmp_path):
    """A few objects are popular; one account then uses all of them, and thousands more that are its own."""
    rng = np.random.default_rng(1)
    rows = {("url", int(obj), account) for account in range(300) for obj in rng.zipf(1.6, 10) if obj < 500}
    busy = {("url", obj, 300) for obj in range(5_000)}
    stratum = dict.fromkeys(range(5_000), "en|1")

    def concentration(which, place):
        place.mkdir()
        (row,) = engine_rows(place, sorted(which), stratum).values()
        return row["close"] / row["counted"] ** 2

    def uncapped(which):
        d = np.array(list(Counter(obj for _, obj, _ in which).values()), float)
        return (d * (d - 1)).sum() / d.sum() ** 2

    before, after = concentration(rows, tmp_path / "a"), concentration(rows | busy, tmp_path / "b")
    assert abs(after / before - 1) < 0.03
    assert abs(uncapped(rows | busy) / uncapped(rows) - 1) > 0.5  # what it would have been without the cap
