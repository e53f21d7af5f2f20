"""Finished results, made up: what a scan would leave in its directory, small, large, hostile or without any finding."""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from overt.model.parameter import defaults
from overt.model.tables import ACCOUNTS_SCHEMA, EDGES_SCHEMA, NETWORKS_SCHEMA, RECEIPTS_SCHEMA

START = datetime(2021, 3, 1, 6, 0, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>\u202egnp.exe\u200b\u2066 <img src=x onerror=alert(2)> </ScRiPt> {{ 7*7 }} {% raw %} "
    "javascript:alert(3) https://evil.example/?a=1&b=\"2\"' \x00\x1b[31m\x85 =cmd|' /C calc'!A0 ]]> <!-- --> \ufffe &lt;"
)
TEMPLATES = (
    "Just read this on the {place} bridge: they knew it was unsafe and said nothing for {n} months",
    "Why is nobody talking about the {place} bridge report? Ask your councillor before the vote on the {n}th",
    "The {place} bridge costs every family {n} crowns a year. Enough. Sign before it is too late",
    "Retired engineer explains what the {place} bridge report leaves out, in {n} minutes",
)


@dataclass
class Made:
    """What has been made so far, as rows of the tables."""

    networks: list = field(default_factory=list)
    accounts: list = field(default_factory=list)
    edges: list = field(default_factory=list)
    receipts: list = field(default_factory=list)
    found: list = field(default_factory=list)


def write(
    directory: Path,
    *,
    hostile: bool = False,
    networks: int = 3,
    members: int = 9,
    co_actions: int = 14,
    places: bool = True,
    one_big: int = 0,
) -> Path:
    """Write a plausible set of results: `networks` networks, the second of them on two platforms, the first with a target."""
    directory.mkdir(parents=True, exist_ok=True)
    made = Made()
    draw = random.Random(7)
    for place in range(networks):
        size = one_big if one_big and place == 0 else max(4, members - 2 * (place % 3))
        _network(made, draw, place, size, co_actions, hostile, places)
    _write(directory, made, _findings(made, hostile))
    return directory


def write_large(directory: Path) -> Path:
    """About 30 networks, 300 accounts, 3,000 edges and 100,000 receipts."""
    return write(directory, networks=30, members=12, co_actions=34, one_big=70)


def write_empty(directory: Path) -> Path:
    """A scan that found nothing."""
    directory.mkdir(parents=True, exist_ok=True)
    made = Made()
    findings = _findings(made, False)
    findings["leads"] = {"pairs": [], "shared_interest_edges": 12, "note": ""}
    findings["totals"]["shared_interest_edges"] = 12
    _write(directory, made, findings)
    return directory


def _handle(place: int, number: int, hostile: bool) -> str:
    if hostile:
        return f"{number}{HOSTILE}"
    return f"{('brava', 'klimt', 'osprey', 'tarn', 'delta')[place % 5]}_{('anna', 'bo', 'cleo', 'dov', 'eli', 'fay', 'gus')[number % 7]}{place}{number}"


def _network(
    made: Made, draw: random.Random, place: int, size: int, co_actions: int, hostile: bool, places: bool
) -> None:
    identity = f"N{place + 1}"
    crossing = place % 3 == 1
    keys = sorted(
        ("facebook" if crossing and number % 2 else "x", _handle(place, number, hostile))
        for number in range(size)
    )
    target = ("x", HOSTILE if hostile else "city_paper") if place == 0 else None
    start = START + timedelta(days=3 * place, hours=place)
    events = [
        (
            start
            + timedelta(
                days=draw.randrange(40), hours=int(draw.gauss(7, 2.5)) % 24, minutes=draw.randrange(60)
            ),
            number,
        )
        for number in range(co_actions)
    ]
    pairs = [
        (a, b)
        for i, a in enumerate(keys)
        for b in keys[i + 1 :]
        if draw.random() < (0.75 if size < 40 else 0.3)
    ]
    tops, first, last = [], None, None
    for number, (a, b) in enumerate(pairs):
        trace = ("url", "text", "hashtag_sequence", "repost")[(number + place) % (2 if number % 5 else 4)]
        edge = _edge(identity, a, b, trace, draw, number)
        made.edges.append(edge)
        posts = []
        for moment, event in events:
            if draw.random() < 0.15:
                continue
            receipt = _receipt(identity, a, b, trace, moment, event, draw, hostile)
            made.receipts.append(receipt)
            times = (receipt["time_a"], receipt["time_b"])
            first, last = min(filter(None, (first, *times))), max(filter(None, (last, *times)))
            posts.append(receipt)
        if number < 4:
            tops.append(_top(edge, posts[:3], hostile))
    accounts = []
    for number, key in enumerate([*keys, *([target] if target else [])]):
        role = "target" if key == target else "member"
        degree = sum(key in pair for pair in pairs)
        x, y = (draw.uniform(-1, 1), draw.uniform(-1, 1)) if places else (None, None)
        row = {
            "platform": key[0],
            "account_id": key[1],
            "posts": 20 + 7 * number,
            "role": role,
            "edges": degree,
            "p": 1e-7 * (number + 1),
        }
        accounts.append(row)
        made.accounts.append({**row, "network_id": identity, "x": x, "y": y})
    platforms = sorted({key[0] for key in keys})
    traces = {}
    for edge in made.edges:
        if edge["network_id"] == identity:
            traces[edge["trace"]] = traces.get(edge["trace"], 0) + 1
    made.networks.append(
        {
            "network_id": identity,
            "class": "coordinated",
            "members": size,
            "targets": int(target is not None),
            "edges": len(pairs),
            "platforms": platforms,
            "traces": sorted(traces),
            "p": 0.0199,
            "first_action": first,
            "last_action": last,
        }
    )
    made.found.append(
        _found(identity, platforms, accounts, pairs, traces, first, last, tops, draw, hostile, keys)
    )


def _edge(identity: str, a: tuple, b: tuple, trace: str, draw: random.Random, number: int) -> dict:
    within = draw.randrange(4, 12)
    return {
        "platform_a": a[0],
        "account_a": a[1],
        "platform_b": b[0],
        "account_b": b[1],
        "trace": trace,
        "scale": ("60 s / 1 h", "5 min / 6 h")[number % 2],
        "shared": within + 2,
        "expected_shared": 0.031,
        "within": within,
        "trials": within + 1,
        "expected_within": 0.4,
        "occasions": within,
        "p_structure": 1e-12,
        "p_synchrony": 1e-9,
        "p": 1e-9,
        "q": 2e-9 * (number + 1),
        "kind": "synchronised",
        "lead": 0.8,
        "untied": 9,
        "network_id": identity,
    }


def _receipt(
    identity: str,
    a: tuple,
    b: tuple,
    trace: str,
    moment: datetime,
    event: int,
    draw: random.Random,
    hostile: bool,
) -> dict:
    gap = draw.randrange(0, 55)
    template = TEMPLATES[event % 4]
    places = ("Harl", "Oster", "Nyland", "Kemp")
    text_a = template.format(place=places[event % 4], n=event + 3)
    text_b = (
        text_a
        if event % 3 == 0
        else text_a.replace("they", "officials").replace("Enough", "No more").replace("report", "study")
        + " #bridge"
    )
    things = {
        "url": f"harl-courier.example/bridge/{event}",
        "text": text_a.lower(),
        "hashtag_sequence": "bridge harl vote",
        "repost": f"9{event:04d}",
    }
    return {
        "network_id": identity,
        "platform_a": a[0],
        "account_a": a[1],
        "platform_b": b[0],
        "account_b": b[1],
        "trace": trace,
        "object": HOSTILE + str(event) if hostile else things[trace],
        "scale": "60 s / 1 h",
        "gap_seconds": float(gap),
        "post_id_a": HOSTILE if hostile else f"136{event:05d}1{hash_of(a)}",
        "time_a": moment,
        "text_a": HOSTILE + text_a if hostile else text_a,
        "file_a": 0,
        "row_a": 1000 + event,
        "post_id_b": f"136{event:05d}2{hash_of(b)}",
        "time_b": moment + timedelta(seconds=gap),
        "text_b": HOSTILE + text_b if hostile else text_b,
        "file_b": 0,
        "row_b": 2000 + event,
    }


def hash_of(key: tuple) -> int:
    """A small number of an account that is the same in every run."""
    return sum(map(ord, key[1])) % 997


def _top(edge: dict, posts: list, hostile: bool) -> dict:
    def side(receipt: dict, which: str) -> dict:
        names = {"post_id": "post_id", "text": "text", "file": "file", "row": "row"}
        return {
            "time": receipt[f"time_{which}"].isoformat().replace("+00:00", "Z"),
            **{name: receipt[f"{column}_{which}"] for name, column in names.items()},
        }

    names = (
        "platform_a",
        "account_a",
        "platform_b",
        "account_b",
        "trace",
        "scale",
        "shared",
        "expected_shared",
        "within",
        "trials",
        "expected_within",
        "p",
        "q",
    )
    sentence = f"shared {edge['shared']} of 14 {edge['trace']}s, expected 0.03; {edge['within']} within 60 s, expected 0.4; q = 2e-9"
    return {
        **{name: edge[name] for name in names},
        "sentence": HOSTILE if hostile else sentence,
        "posts": [
            {
                "object": one["object"],
                "gap_seconds": one["gap_seconds"],
                "a": side(one, "a"),
                "b": side(one, "b"),
            }
            for one in posts
        ],
    }


def _found(identity, platforms, accounts, pairs, traces, first, last, tops, draw, hostile, keys) -> dict:
    hours = [0] * 168
    for _ in range(400):
        day, hour = draw.choice((0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 6)), int(draw.gauss(11, 3)) % 24
        hours[24 * day + hour] += 1
    say = (lambda text: HOSTILE) if hostile else (lambda text: text)
    return {
        "id": identity,
        "class": say("coordinated"),
        "platforms": platforms,
        "p": 0.0199,
        "accounts": accounts,
        "edges": len(pairs),
        "traces": traces,
        "first_action": first.isoformat().replace("+00:00", "Z"),
        "last_action": last.isoformat().replace("+00:00", "Z"),
        "summary": say(
            f"{len(keys)} accounts used the same {max(traces, key=traces.get)} objects within a minute of each other, on {len(tops) + 7} separate days."
        ),
        "evidence_for": [
            say(f"{len(pairs)} pairs are closer in time than chance explains."),
            say("The texts are alike to the word, typing errors included."),
        ],
        "evidence_against": [
            say("No account hides its profile; two name the same association."),
            say("The traces rest on one week of a local vote."),
        ],
        "innocent_explanations": [
            say("A public petition asked people to post these texts."),
            say("An association’s members may use one scheduler."),
        ],
        "hour_of_week": hours,
        "lead_lag": {"always_first": [keys[0][1]], "tied_share": 0.12},
        "top_receipts": tops,
    }


def _findings(made: Made, hostile: bool) -> dict:
    say = (lambda text: HOSTILE) if hostile else (lambda text: text)
    lead = {
        "platform_a": "x",
        "account_a": say("lone_one"),
        "platform_b": "x",
        "account_b": say("lone_two"),
        "kind": "synchronised",
        "p": 1e-5,
        "q": 4e-3,
        "sentence": say("shared 4 of 9 urls, expected 0.2; 3 within 60 s, expected 0.1; q = 4e-3"),
    }
    return {
        "schema": "overt.findings/1",
        "run": {
            "overt": "0.1.0",
            "parameters": {**defaults(), "seed": 3},
            "seed": 3,
            "inputs": [
                {
                    "name": say("harl_posts.csv"),
                    "sha256": "0f" * 32,
                    "format": say("csv"),
                    "rows_read": 48_210,
                    "rows_rejected": 12,
                    "time_resolution_seconds": 1,
                    "platforms": ["facebook", "x"],
                    "columns": {"text": say("body")},
                }
            ],
            "platforms": ["facebook", say("x")],
            "rows_read": 48_210,
            "rows_rejected": 12,
            "posts": 48_198,
            "accounts": 2_301,
            "exact_repeats": 4,
            "time_resolution_seconds": 1,
            "span": {"first": "2021-03-01T00:00:00Z", "last": "2021-05-30T00:00:00Z"},
            "traces": [
                {
                    "name": name,
                    "actions": 9_000,
                    "objects": 3_000,
                    "accounts": 1_500,
                    "generic_objects_left_out": 3,
                }
                for name in ("url", "text", "hashtag_sequence", "repost")
            ],
            "scales": ["10 s / 10 min", "60 s / 1 h", "5 min / 6 h", "30 min / 1 d"],
            "notices": [say("times have no zone: read as UTC")],
            "families": {
                "structure": {"hypotheses": 2_645_150, "pairs_with_a_count": 8_120, "edges": 143},
                "synchrony": {"pairs_tested": 6_022, "hypotheses": 1_208, "edges": len(made.edges)},
            },
            "methods": say(
                "Posts were reduced to uses of objects in four traces. Pairs were tested for shared use and for closeness in time, and accepted at a false discovery rate of 1%."
            ),
        },
        "networks": made.found,
        "leads": {
            "pairs": [lead] * 3,
            "shared_interest_edges": 131,
            "note": say("These pairs did not reach three separate occasions or three members."),
        },
        "totals": {
            "networks": len(made.networks),
            "members": sum(one["members"] for one in made.networks),
            "targets": sum(one["targets"] for one in made.networks),
            "synchronised_edges": len(made.edges),
            "shared_interest_edges": 131,
        },
    }


def _write(directory: Path, made: Made, findings: dict) -> None:
    (directory / "findings.json").write_text(json.dumps(findings), encoding="utf-8")
    tables = {
        "networks": (made.networks, NETWORKS_SCHEMA),
        "accounts": (made.accounts, ACCOUNTS_SCHEMA),
        "edges": (made.edges, EDGES_SCHEMA),
        "receipts": (made.receipts, RECEIPTS_SCHEMA),
    }
    for name, (rows, schema) in tables.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), directory / f"{name}.parquet")
