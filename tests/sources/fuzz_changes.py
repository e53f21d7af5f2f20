"""Hostile files made of good ones.

`structured` takes a file apart, changes its parts, and writes it down again; `scrambled` changes its bytes.
"""

import csv
import gzip
import io
import json
import math
import random
import warnings
import zipfile
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from backports import zstd

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 7, 2**53 + 1, -(2**63), 2**64, 10**30, 1.5, -0.0, 1e300, math.nan, math.inf),
    *("", " ", "0", "-1", "1e5", "1E+14", "1,234", "NaN", "null", "True", "9" * 400, "1" * 30, "0x1F", "1_000"),
    *(
        "\0",
        "\ud800",
        "\ufeff",
        "\u202e",
        "İ",
        "ﬃ",
        "١٢٣",
        "²",
        "½",
        "𝒳",
        "e\u0301" * 3,
        "\u2028",
        "\x1b[31m",
        "Ⅷ",
        "㊀",
    ),
    *(
        "2020-01-01",
        "0001-01-01",
        "9999-12-31T23:59:59+23:59",
        "2020-02-30",
        "1e18",
        "-1e18",
        "12:00",
        "2020-01-01 IST",
    ),
    *("Thu, 01 Jan 1970 00:00:00 +9999", "-62135596801", "99999999999999999", "1/1/1", "2020-W01-1", "24:00"),
    *("https://", "https://[::1", "http://a b", "HTTPS://É", "https://x/" + "%" * 50, "www.x", "//x", "javascript:1"),
    *("#", "@", "RT @", "RT @a:", "#" * 300, "<a href='", "<" * 300, "&amp;&#x;&#99999999;", "[", "{}", "['a'", '["a"'),
    *("\"'", "=1+1", "a,b;c|d\te", "[a, b]", "(1)", "\\", "\\u0041", "\r\n", "x" * 5000, "é" * 3000, "a" * (2 << 20)),
    *(
        [],
        {},
        [[]],
        [None],
        [{}],
        [[1], {"a": 1}],
        {"a": {"b": []}},
        {"$date": 1},
        {"": ""},
        {"id": None},
        ["x"] * 2000,
    ),
)
"""Values that stand where others were expected."""
LARGEST = 3 << 20
"""Bytes of a file that is made; more would take long for a good reason."""


class Pairs(list[tuple[str, Any]]):
    """A JSON object as it is written: in order, with keys that may stand twice."""


def structured(draw: random.Random, name: str, data: bytes) -> bytes:
    """A file with parts dropped, doubled, exchanged, nested, made huge or odd; then perhaps packed."""
    if data.startswith(b"PAR1"):
        made = _parquet(draw, data)
    elif (documents := _documents(data)) is not None:
        made = _json(draw, documents, by_line=b"\n{" in data.strip())
    else:
        made = _table(draw, data)
    return _packed(draw, made[:LARGEST])


def _documents(data: bytes) -> list[Any] | None:
    try:
        text = data.decode("utf-8-sig")
        lines = text.split("\n") if "\n{" in text.strip() else [text]
        return [json.loads(line, object_pairs_hook=Pairs) for line in lines if line.strip()]
    except ValueError:
        return None


def _json(draw: random.Random, documents: list[Any], by_line: bool) -> bytes:
    for _ in range(draw.randint(1, 6)):
        documents = _changed(draw, documents)
        if isinstance(documents, Pairs) or not isinstance(documents, list):
            documents = [documents]
    ways = ("lines", "array", "one", "blank") if draw.random() < 0.3 else ("lines",) if by_line else ("one",)
    way = draw.choice(ways)
    written = [dumps(d, draw.random() < 0.5) for d in documents]
    if way == "array":
        text = "[" + ",\n".join(written) + "]"
    elif way == "blank":
        text = "\n\n".join(written)
    else:
        text = "\n".join(written)
    return text.encode("utf-8", "surrogatepass")


def _changed(draw: random.Random, value: Any) -> Any:
    """The value with one of its parts changed."""
    if isinstance(value, list) and value and draw.random() < 0.85:
        at = draw.randrange(len(value))
        inner = value[at][1] if isinstance(value, Pairs) else value[at]
        if isinstance(inner, list) and draw.random() < 0.8:
            return _put(value, at, _changed(draw, inner))
        return draw.choice((_dropped, _doubled, _exchanged, _nested, _renamed, _swapped))(draw, value, at)
    return _odd(draw)


def _put(value: Any, at: int, new: Any) -> Any:
    copy = type(value)(value)
    copy[at] = (copy[at][0], new) if isinstance(value, Pairs) else new
    return copy


def _dropped(draw: random.Random, value: Any, at: int) -> Any:
    copy = type(value)(value)
    del copy[at]
    return copy


def _doubled(draw: random.Random, value: Any, at: int) -> Any:
    times = draw.choice((1, 1, 1, 3, 500))
    return type(value)([*value[:at], *([value[at]] * times), *value[at:]])


def _exchanged(draw: random.Random, value: Any, at: int) -> Any:
    inner = value[at][1] if isinstance(value, Pairs) else value[at]
    if draw.random() < 0.4:
        return _put(value, at, _retyped(draw, inner))
    return _put(value, at, _odd(draw))


def _retyped(draw: random.Random, inner: Any) -> Any:
    """The same in another type: a number as text, a text as number, a list as text, one as a list."""
    ways: list[Any] = [[inner], Pairs([("data", inner)]), [inner, inner], dumps(inner, False)]
    if isinstance(inner, str):
        ways += [inner.upper(), inner[::-1], inner * 3, " " + inner, [*inner[:5]]]
        ways += [int(inner[:18])] if inner[:18].isdecimal() else []
    if isinstance(inner, int) and not isinstance(inner, bool):
        ways += [float(min(inner, 10**300)), -inner, inner * 1000, inner // 1000, f"{inner:,}"]
    return draw.choice(ways)


def _nested(draw: random.Random, value: Any, at: int) -> Any:
    inner = value[at][1] if isinstance(value, Pairs) else value[at]
    for _ in range(draw.choice((1, 2, 5, 63, 70, 900))):
        inner = draw.choice(([inner], Pairs([("a", inner)])))
    return _put(value, at, inner)


def _renamed(draw: random.Random, value: Any, at: int) -> Any:
    if not isinstance(value, Pairs):
        return _exchanged(draw, value, at)
    copy = Pairs(value)
    name = str(
        draw.choice((copy[draw.randrange(len(copy))][0], "id", "data", "text", "", "\ud800", "\0", "$oid", "a.b"))
    )
    copy[at] = (name, copy[at][1])
    return copy


def _swapped(draw: random.Random, value: Any, at: int) -> Any:
    other = draw.randrange(len(value))
    one, two = value[at], value[other]
    if isinstance(value, Pairs):
        return Pairs(_put(_put(value, at, two[1]), other, one[1]))
    copy = list(value)
    copy[at], copy[other] = two, one
    return copy


def _odd(draw: random.Random) -> Any:
    found = draw.choice(ODD)
    return Pairs(found.items()) if isinstance(found, dict) else found


def dumps(value: Any, escaped: bool) -> str:
    """JSON of a value with Pairs in it; deep ones, too."""
    parts: list[str] = []
    todo: list[Any] = [(value,)]
    while todo:
        held = todo.pop()
        if isinstance(held, str):
            parts.append(held)
            continue
        held = held[0]
        if isinstance(held, Pairs | dict):
            pairs = held.items() if isinstance(held, dict) else held
            pieces = [p for k, v in pairs for p in (", ", json.dumps(k, ensure_ascii=escaped) + ": ", (v,))][1:]
            todo += reversed(["{", *pieces, "}"])
        elif isinstance(held, list):
            pieces = [p for v in held for p in (", ", (v,))][1:]
            todo += reversed(["[", *pieces, "]"])
        else:
            parts.append(json.dumps(held, ensure_ascii=escaped))
    return "".join(parts)


def _cell(draw: random.Random) -> str:
    odd = _odd(draw)
    return odd if isinstance(odd, str) else dumps(odd, False)


def _table(draw: random.Random, data: bytes) -> bytes:
    """A delimited file with rows, columns and cells changed."""
    text = data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8-sig", "replace")
    delimiter = max(",;\t|", key=text.partition("\n")[0].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    for _ in range(draw.randint(1, 6)):
        rows = [r if isinstance(r, list) else [str(r)] for r in rows] or [[""]]
        at = draw.randrange(len(rows))
        row, change = rows[at], draw.randrange(8)
        place = draw.randrange(len(row)) if row else 0
        if change == 0:
            rows = _doubled(draw, rows, at)
        elif change == 1:
            rows = _dropped(draw, rows, at)
        elif change == 2 and row:  # a column goes, or moves
            rows = [r[:place] + r[place + 1 :] + (r[place : place + 1] if draw.random() < 0.5 else []) for r in rows]
        elif change == 3:
            rows[at] = [*row[:place], _cell(draw), *row[place:]]
        elif change == 4 and row:  # one value in all rows
            cell = _cell(draw)
            rows = [rows[0], *([*r[:place], cell, *r[place + 1 :]] for r in rows[1:])]
        elif row:
            rows[at] = [*row[:place], _cell(draw), *row[place + 1 :]]
    other, end = draw.choice((delimiter, delimiter, delimiter, *",;\t|")), draw.choice(("\n", "\r\n", "\r"))
    if draw.random() < 0.2:  # as it comes, with quotes that do not match
        made = end.join(other.join(row) for row in rows)
    else:
        sink = io.StringIO(newline="")
        quoting = draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        csv.writer(sink, delimiter=other, quoting=quoting, lineterminator=end).writerows(rows)
        made = sink.getvalue()
    encoding = draw.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-8-sig", "utf-16-be", "cp1252"))
    return made.encode(encoding, "replace" if encoding == "cp1252" else "surrogatepass")


def _parquet(draw: random.Random, data: bytes) -> bytes:
    """A Parquet file with columns of other values and types."""
    table = pq.read_table(pa.BufferReader(data))
    columns = {name: table[name].to_pylist() for name in table.schema.names}
    for _ in range(draw.randint(1, 5)):
        name = draw.choice([*columns, "extra"])
        change = draw.randrange(4)
        if change == 0:
            columns.pop(name, None)
        elif change == 1:
            columns[name] = [_plain(_odd(draw))] * table.num_rows
        elif change == 2:
            columns[str(draw.choice(("text", "id", "urls", "created_at", "a.b")))] = columns.get(
                name, [1] * table.num_rows
            )
        else:
            columns[name] = [_plain(_odd(draw)) for _ in range(table.num_rows)]
    arrays = {name: array for name, values in columns.items() if (array := _array(draw, values)) is not None}
    sink = pa.BufferOutputStream()
    try:
        pq.write_table(pa.table(arrays), sink, compression=draw.choice(("none", "zstd", "snappy")))
    except pa.ArrowException:
        return data  # Parquet has no such type
    return sink.getvalue().to_pybytes()


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Pairs) else value


def _array(draw: random.Random, values: list[Any]) -> pa.Array | None:
    types = (None, pa.string(), pa.large_string(), pa.binary(), pa.int64(), pa.float32(), pa.timestamp("ns", tz="UTC"))
    for kind in (
        draw.choice((*types, pa.date32(), pa.dictionary(pa.int8(), pa.string()), pa.list_(pa.string()))),
        None,
    ):
        try:
            return pa.array(values, kind)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            continue
    return pa.array([str(v).encode("utf-8", "replace").decode() for v in values])


def _packed(draw: random.Random, data: bytes) -> bytes:
    way = draw.randrange(24)
    if way == 0:
        return gzip.compress(data)
    if way == 1:
        return zstd.compress(data)
    if way == 2:
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a name that stands twice is what is wanted
            for i in range(draw.randint(1, 3)):
                archive.writestr(draw.choice(("a.csv", "b.json", "../c", f"{i}.txt", ".d")), data)
        return sink.getvalue()
    return data


def scrambled(draw: random.Random, data: bytes) -> bytes:
    """A file with bytes flipped, cut out, doubled, or exchanged for telling ones."""
    made = bytearray(data)
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(made) + 1)
        length = draw.choice((1, 1, 2, 4, 16, 64, 1000))
        change = draw.randrange(6)
        if change == 0 and made:
            made[min(at, len(made) - 1)] ^= 1 << draw.randrange(8)
        elif change == 1:
            del made[at : at + length]
        elif change == 2:
            made[at:at] = made[at : at + length] * draw.choice((1, 2, 50))
        elif change == 3:
            made[at : at + length] = draw.randbytes(length)
        elif change == 4:
            made[at:at] = draw.choice(_TELLING)
        else:
            made[at : at + 4] = draw.choice((0, 1, 2**31 - 1, 2**32 - 1, 2**16)).to_bytes(4, "little")
    return bytes(made)


_TELLING = (
    *(b'"', b"'", b",", b"\n", b"\r", b"\0", b"{", b"}", b"[", b"]", b"\\u", b"\\ud800", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(
        b"1e999",
        b"NaN",
        b"-",
        b"\xc3",
        b"\xed\xa0\x80",
        b"sep=;\n",
        b'""',
        b'","',
        b"\t",
        b"|",
        b'{"',
        b"\x1f\x8b",
        b"PK\x03\x04",
    ),
)
