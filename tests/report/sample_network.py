"""Made-up networks, row by row: what `sample` writes into the tables."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

START = datetime(2021, 3, 1, 6, 0, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>\u202egnp.exe\u200b\u2066 <img src=x onerror=alert(2)> </ScRiPt> "
    '{{ 7*7 }} {% raw %} javascript:alert(3) https://evil.example/?a=1&b="2"\' \x00\x1b[31m\x85 '
    "=cmd|' /C calc'!A0 ]]> <!-- --> \ufffe &lt;"
)
RINGS = ("brava", "klimt", "osprey", "tarn", "delta")
NAMES = ("anna", "bo", "cleo", "dov", "eli", "fay", "gus")
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


def _handle(place: int, number: int, hostile: bool) -> str:
    if hostile:
        return f"{number}{HOSTILE}"
    ring, name = RINGS[place % len(RINGS)], NAMES[number % len(NAMES)]
    return f"{ring}_{name}{place}{number}"


def add_network(
    made: Made, draw: random.Random, place: int, size: int, co_actions: int, hostile: bool, places: bool
) -> None:
    """Add one network with its accounts, edges and receipts."""
    identity = f"N{place + 1}"
    crossing = place % 3 == 1
    keys = sorted(
        ("facebook" if crossing and number % 2 else "x", _handle(place, number, hostile)) for number in range(size)
    )
    target = ("x", HOSTILE if hostile else "city_paper") if place == 0 else None
    events = _events(draw, START + timedelta(days=3 * place, hours=place), co_actions)
    share = 0.75 if size < 40 else 0.3
    pairs = [(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :] if draw.random() < share]
    tops, edges, posts = [], [], []
    for number, (a, b) in enumerate(pairs):
        trace = ("url", "text", "hashtag_sequence", "repost")[(number + place) % (2 if number % 5 else 4)]
        edges.append(_edge(identity, a, b, trace, draw, number))
        own = [_receipt(edges[-1], *event, draw, hostile) for event in events if draw.random() >= 0.15]
        posts += own
        if number < 4:
            tops.append(_top(edges[-1], own[:3], hostile))
    made.edges += edges
    made.receipts += posts
    accounts = _accounts(made, identity, keys, target, edges, draw if places else None)
    traces = Counter(edge["trace"] for edge in edges)
    row = {
        "network_id": identity,
        "class": "coordinated",
        "members": size,
        "targets": int(target is not None),
        "edges": len(pairs),
        "platforms": sorted({key[0] for key in keys}),
        "traces": sorted(traces),
        "p": 0.0199,
        "first_action": min(post["time_a"] for post in posts),
        "last_action": max(post["time_b"] for post in posts),
    }
    made.networks.append(row)
    made.found.append(_found(row, accounts, traces, tops, draw, hostile))


def _events(draw: random.Random, start: datetime, number: int) -> list[tuple[datetime, int]]:
    return [
        (start + timedelta(days=draw.randrange(40), minutes=int(draw.gauss(420, 150)) % 1_440), event)
        for event in range(number)
    ]


def _accounts(
    made: Made, identity: str, keys: list, target: tuple | None, edges: list, draw: random.Random | None
) -> list[dict]:
    degree = Counter(
        key
        for edge in edges
        for key in ((edge["platform_a"], edge["account_a"]), (edge["platform_b"], edge["account_b"]))
    )
    rows = []
    for number, key in enumerate([*keys, *([target] if target else [])]):
        row = {
            "platform": key[0],
            "account_id": key[1],
            "posts": 20 + 7 * number,
            "role": "target" if key == target else "member",
            "edges": degree[key],
            "p": 1e-7 * (number + 1),
        }
        rows.append(row)
        x, y = (draw.uniform(-1, 1), draw.uniform(-1, 1)) if draw else (None, None)
        handle = key[1].upper() if hash_of(key[1]) % 3 else None
        made.accounts.append({**row, "network_id": identity, "x": x, "y": y, "handle": handle, "display_name": handle})
    return rows


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


def _receipt(edge: dict, moment: datetime, event: int, draw: random.Random, hostile: bool) -> dict:
    gap = draw.randrange(0, 55)
    template = TEMPLATES[event % 4]
    places = ("Harl", "Oster", "Nyland", "Kemp")
    text_a = template.format(place=places[event % 4], n=event + 3)
    text_b = (
        text_a
        if event % 3 == 0
        else text_a.replace("they", "officials").replace("Enough", "No more").replace("report", "study") + " #bridge"
    )
    things = {
        "url": f"harl-courier.example/bridge/{event}",
        "text": text_a.lower(),
        "hashtag_sequence": "bridge harl vote",
        "repost": f"9{event:04d}",
    }
    return {
        **{name: edge[name] for name in ("network_id", "platform_a", "account_a", "platform_b", "account_b", "trace")},
        "object": HOSTILE + str(event) if hostile else things[edge["trace"]],
        "scale": "60 s / 1 h",
        "gap_seconds": float(gap),
        "post_id_a": HOSTILE if hostile else f"136{event:05d}1{hash_of(edge['account_a'])}",
        "time_a": moment,
        "text_a": HOSTILE + text_a if hostile else text_a,
        "file_a": 0,
        "row_a": 1000 + event,
        "post_id_b": f"136{event:05d}2{hash_of(edge['account_b'])}",
        "time_b": moment + timedelta(seconds=gap),
        "text_b": HOSTILE + text_b if hostile else text_b,
        "file_b": 0,
        "row_b": 2000 + event,
    }


def hash_of(account: str) -> int:
    """A small number of an account that is the same in every run."""
    return sum(map(ord, account)) % 997


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
    sentence = (
        f"shared {edge['shared']} of 14 {edge['trace']}s, expected 0.03; "
        f"{edge['within']} within 60 s, expected 0.4; q = 2e-9"
    )
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


def _found(row: dict, accounts: list, traces: Counter, tops: list, draw: random.Random, hostile: bool) -> dict:
    hours = [0] * 168
    for _ in range(400):
        day, hour = draw.choice((0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 6)), int(draw.gauss(11, 3)) % 24
        hours[24 * day + hour] += 1
    say = (lambda text: HOSTILE) if hostile else (lambda text: text)
    return {
        "id": row["network_id"],
        "class": say("coordinated"),
        "platforms": row["platforms"],
        "p": 0.0199,
        "accounts": [{**one, "open": {"kind": HOSTILE, "reason": HOSTILE}} for one in accounts]
        if hostile
        else accounts,
        "edges": row["edges"],
        "traces": traces,
        "first_action": row["first_action"].isoformat().replace("+00:00", "Z"),
        "last_action": row["last_action"].isoformat().replace("+00:00", "Z"),
        "summary": say(
            f"{row['members']} accounts used the same {max(traces, key=traces.get)} objects "
            f"within a minute of each other, on {len(tops) + 7} separate days."
        ),
        "evidence_for": [
            say(f"{row['edges']} pairs are closer in time than chance explains."),
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
        **({"reading": _reading(say)} if hostile else {}),
        "hour_of_week": hours,
        "lead_lag": {"always_first": [accounts[0]["account_id"]], "tied_share": 0.12},
        "across_platforms": _crossing(row, say),
        "handles_across_platforms": _names(accounts, say) if len(row["platforms"]) > 1 else [],
        "top_receipts": tops,
    }


def _reading(say: Callable[[str], str]) -> dict:
    answer = {name: say(name) for name in ("question", "says", "likelihood", "confidence")} | {"basis": [say("basis")]}
    lists = ("seen", "innocent", "speaks_for_it", "speaks_against_it", "unknown")
    return {name: [say(name)] for name in lists} | {
        "headline": say("headline"),
        "confidence": [answer],
        "techniques": [{name: say(name) for name in ("id", "name", "framework")}],
    }


def _crossing(row: dict, say: Callable[[str], str]) -> dict | None:
    if len(row["platforms"]) < 2:
        return None
    return {
        "things": 9,
        "first": {row["platforms"][0]: 6, row["platforms"][1]: 2},
        "ties": 1,
        "lag_seconds": {"half": 20.0, "nine_in_ten": 41.0},
        "sentence": say("9 things that members used on more than one platform within a day: 6 on facebook first."),
    }


def _names(accounts: list[dict], say: Callable[[str], str]) -> list[dict]:
    bearers = [
        {"platform": a["platform"], "account_id": a["account_id"], "what": "handle", "name": say("Low Ford")}
        for a in (accounts[0], accounts[-1])
    ]
    return [{"name": "lowford", "accounts": bearers}]
