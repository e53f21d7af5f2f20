"""A small village with a ring in it, and everything in its posts on which engines could differ."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from overt.simulate import CrowdSpec, OperationSpec, TemplateSpec, crowd, fill_in, plant

NAMES = [
    "zebra",
    "Zebra",
    "ñandú",
    "Ёлка",
    "елка",
    "名前",
    "𝔘ser",
    "\ufffdend",
    "ÿ",
    "a b",
    "a'b",
    'a"b',
    "100%",
    "10",
    "9",
]
"""Sorted differently by bytes, by UTF-16 units, by letters and by languages."""
TEXTS = [
    "Всем выйти на площадь в восемь часов вечера",
    "今晩八時に広場に集まってくださいみなさん必ず来て",
    "الجميع إلى الساحة في الثامنة مساء هذا اليوم",
    "everyone to the square at eight o'clock tonight 🎉🎉",
]
ODD_ONES = 25


def posts(seed: int = 3) -> pa.Table:
    """About 3,000 posts: a crowd with a tool, a ring of eight, and odd ones with nulls, repeats and many scripts."""
    people = crowd(CrowdSpec(accounts=100, days=8, fandoms=0, posts_median=6, seed=seed))
    people, _ = fill_in(people, [TemplateSpec(kind="tool", accounts=60, per_week=7)], seed)
    ring = OperationSpec(accounts=8, objects=20, jitter=30, cover=0.5, traces=("url", "text"), name="ring")
    table, _ = plant(people, [ring], seed)
    table = table.replace_schema_metadata(None)
    table = pa.concat_tables([table, odd(table.schema, seed)])
    numbers = np.random.default_rng(seed).integers(0, 40, table.num_rows)
    for name, step in (("Meme", 1), ("meme", 7)):  # two traces to some, one and the same to an engine that folds case
        ids = [str(n) if n < 9 + step else None for n in numbers * step % 41]
        table = table.append_column(f"{name}_id", pa.array(ids, pa.string()))
    return pa.concat_tables([table, table.slice(40, 12)])  # some rows come twice


def odd(schema: pa.Schema, seed: int) -> pa.Table:
    """A few days of accounts whose names sort oddly, whose fields are null, whose times lie about 1970."""
    rng = np.random.default_rng(seed)
    begin = datetime(2024, 3, 2, tzinfo=UTC)
    rows = []
    for number in range(ODD_ONES * len(NAMES)):
        name = NAMES[number % len(NAMES)]
        hours, fraction = int(rng.integers(0, 100)), int(rng.integers(0, 10**6))
        passed = NAMES[rng.integers(len(NAMES))] if rng.random() < 0.3 else None
        rows.append(
            {
                "platform": ["simnet", "Simnet", "über"][number % 3],
                "post_id": None if rng.random() < 0.2 else f"odd-{number}",
                "account_id": name,
                "created_at": begin + timedelta(hours=hours, microseconds=fraction),
                "kind": "repost" if passed else "post",
                "text": None if rng.random() < 0.2 else TEXTS[rng.integers(len(TEXTS))],
                "lang": [None, "ru", "ja", "en", "zh-Hant"][rng.integers(5)],
                "urls": [None, [], ["https://a.example/x?y=1", "https://ä.example/%7E"]][rng.integers(3)],
                "hashtags": [None, [], ["Площадь", "広場"], ["eight"]][rng.integers(4)],
                "repost_of": f"odd-{rng.integers(number + 1)}" if passed and rng.random() < 0.7 else None,
                "repost_of_account": passed if rng.random() < 0.7 else None,
                "file": 0,
                "row": number + 1,
            }
        )
    return pa.Table.from_pylist(rows, schema=schema)
