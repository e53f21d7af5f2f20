"""One network as the page shows it: facts, pictures with their tables, texts, receipts, accounts."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from overt.report import hour_map, marks, network_picture, raster, reading_view, sentences, texts, words
from overt.report.certainty import CLASSES, of_network
from overt.report.escape import clip, isolated, one_line
from overt.report.network_picture import Node
from overt.report.palette import Palette
from overt.report.plan import Shown
from overt.report.platform_view import PlatformView, clocks
from overt.report.receipts import CoAction, Post, Receipts, time_of
from overt.report.results import Account, Edge, Key, Results
from overt.report.rows import ranked_traces

EDGE_ROWS = 60
"""Rows of the table that repeats the network picture."""
_OBJECTS = 5


@dataclass(frozen=True)
class Person:
    """One account of the network with its number there."""

    number: int
    key: Key
    role: str
    posts: Any
    edges: Any
    p: Any
    stands: Any
    handle: str = ""
    display_name: str = ""
    openly: str = ""

    @property
    def called(self) -> str:
        """The handle where one is known, else the account id."""
        return f"@{self.handle}" if self.handle else self.key[1]

    @property
    def beside(self) -> str:
        """The account id, where `called` does not say it."""
        return self.key[1] if self.handle and self.handle != self.key[1] else ""


@dataclass(frozen=True)
class Proof:
    """One printed receipt."""

    edge: Edge
    a: Person
    b: Person
    css: str
    sentence: str
    meaning: str
    lead: str
    posts: list[dict[str, Any]]
    total: int


@dataclass(frozen=True)
class Sources:
    """What every network view draws on; `length` and `lines` bound the texts and the pictures."""

    results: Results
    receipts: Receipts
    palette: Palette
    length: int
    lines: int


class NetworkView:
    """What the template asks for. `place` counts networks from 1."""

    def __init__(self, place: int, network: dict[str, Any], shown: list[Shown], sources: Sources) -> None:
        results, receipts, palette = sources.results, sources.receipts, sources.palette
        self.anchor = f"n{place}"
        self.facts = network
        self.name = str(network.get("id") or f"network {place}")
        self.receipts = receipts
        self.palette = palette
        self.length, self.lines = sources.length, sources.lines
        self.precision = results.run.get("time_resolution_seconds")
        self.inputs = [str(file.get("name")) for file in results.run.get("inputs") or []]
        self.edges = results.edges_of.get(self.name) or [one.edge for one in shown]
        self.people = _people(network, results)
        self.across = self._across(results) if len(self.platforms) > 1 else None
        self.by_key = {person.key: person for person in self.people}
        self.nodes = [_node(person, results.accounts.get(person.key)) for person in self.people]
        self.ticks = receipts.ticks.get(self.name) or {}
        self.reading = reading_view.view(network)
        self.meaning_of_class = CLASSES.get(str(network.get("class")), "")
        self.certainty = of_network(network.get("p"), results.run)
        self.proofs = [self._proof(one) for one in shown]
        self.hours = hour_map.draw(f"{self.anchor}-hours", one_line(self.name, 40), network.get("hour_of_week") or [])

    @property
    def members(self) -> list[Person]:
        """Everybody but the targets."""
        return [person for person in self.people if person.role != "target"]

    @property
    def opened(self) -> bool:
        """Whether any account is openly what it is."""
        return any(person.openly for person in self.people)

    @property
    def targets(self) -> list[Person]:
        """The accounts that others copied."""
        return [person for person in self.people if person.role == "target"]

    @property
    def platforms(self) -> list[str]:
        """The platforms the network is on."""
        return [str(name) for name in self.facts.get("platforms") or sorted({person.key[0] for person in self.people})]

    @property
    def when(self) -> str:
        """First and last action as days."""
        return words.span(self.facts.get("first_action"), self.facts.get("last_action"))

    @property
    def traces(self) -> list[tuple[str, int, str]]:
        """Trace, its edges and its style class, most edges first."""
        counts = self.facts.get("traces") or {}
        return [(name, counts[name], self.palette.of(name)) for name in ranked_traces(self.facts)]

    @property
    def forms(self) -> list[tuple[str, Markup]]:
        """The platforms of the picture, each with its mark."""
        return [(name, marks.key(form)) for name, form in marks.shapes(node.key[0] for node in self.nodes).items()]

    @property
    def named(self) -> tuple[bool, bool]:
        """Whether any handle, and any display name, is known."""
        return any(person.handle for person in self.people), any(person.display_name for person in self.people)

    def picture(self) -> Markup | None:
        """The network picture; None for a network without known accounts."""
        if not self.nodes:
            return None
        return network_picture.draw(
            f"{self.anchor}-net",
            self.name,
            nodes=self.nodes,
            edges=self.edges,
            palette=self.palette,
            most=self.lines,
        )

    def rasters(self) -> list[tuple[str, Markup]]:
        """Captions and pictures: the busiest stretch first, then the whole time."""
        everything = raster.whole(self.ticks)
        if everything is None:
            return []
        pictures = []
        close = raster.busiest(self.ticks, self.edges)
        for kind, window in (("busiest", close), ("whole", everything)):
            if window is None:
                continue
            start, end = words.clock(time_of(window.first))[:16], words.clock(time_of(window.last))[:16]
            caption = (
                f"The busiest stretch: {start} to {end} UTC"
                if kind == "busiest"
                else f"All of it: {start} to {end} UTC"
            )
            title = f"Synchrony raster of {one_line(self.name, 40)}. {caption}"
            drawn = raster.draw(
                f"{self.anchor}-{kind}",
                title,
                nodes=raster.neighbours(self.nodes[: raster.MAX_ROWS], self.edges),
                ticks=self.ticks,
                window=window,
                palette=self.palette,
            )
            pictures.append((caption, drawn))
        return pictures

    def raster_rows(self) -> list[tuple[Person, int, str, str]]:
        """The raster as a table: account, distinct co-action times, first, last."""
        rows = []
        for person in self.people[: raster.MAX_ROWS]:
            times = sorted({time for one in self.ticks.get(person.key, {}).values() for time in one})
            if times:
                rows.append((person, len(times), words.clock(time_of(times[0])), words.clock(time_of(times[-1]))))
        return rows

    def edge_rows(self) -> list[tuple[Edge, int | None, int | None, str]]:
        """The network picture as a table: edge, the numbers of its two accounts, style class."""
        numbers = {key: person.number for key, person in self.by_key.items()}
        return [
            (edge, numbers.get(edge.a), numbers.get(edge.b), self.palette.of(edge.trace))
            for edge in self.edges[:EDGE_ROWS]
        ]

    @cached_property
    def objects(self) -> list[tuple[str, str, str, int, int]]:
        """What most members used: trace, object, style class, accounts, co-actions."""
        uses = self.receipts.objects.get(self.name) or {}
        best = sorted(uses.items(), key=lambda item: (-len(item[1].accounts), -item[1].count, item[0]))[:_OBJECTS]
        return [
            (trace, one_line(thing, 160), self.palette.of(trace), len(use.accounts), use.count)
            for (trace, thing), use in best
        ]

    def texts(self) -> list[texts.SideBySide]:
        """Pairs of texts to print side by side."""
        printed = [one for shown in self.proofs for one in (post["co_action"] for post in shown.posts)]
        return texts.choose([*(self.receipts.of_network.get(self.name) or []), *printed])

    def always_first(self) -> list[str]:
        """The accounts that nearly always act first, by number where they are known here."""
        names = []
        for account in (self.facts.get("lead_lag") or {}).get("always_first") or []:
            name = str(account.get("account_id") if isinstance(account, dict) else account)
            known = [person.number for person in self.people if person.key[1] == name]
            names.append(
                f"{one_line(name, 60)} ({', '.join(f'no. {number}' for number in known)})"
                if known
                else one_line(name, 60)
            )
        return names

    def who(self, key: Key) -> Person:
        """The person of an account; one without a number where it is not of this network."""
        return self.by_key.get(key) or Person(0, key, "", None, None, None, None)

    def _across(self, results: Results) -> PlatformView:
        keys = [person.key for person in self.people if person.role != "target"]
        uses = self.receipts.objects.get(self.name) or {}
        known = clocks(results.run.get("inputs") or [])
        ticks = self.receipts.ticks.get(self.name) or {}
        return PlatformView(self.anchor, self.name, self.facts, sorted(self.platforms), keys, ticks, uses, known)

    def _proof(self, shown: Shown) -> Proof:
        edge = shown.edge
        a, b = self.who(edge.a), self.who(edge.b)
        posts = list(shown.posts)
        printed = {(one.a.post_id, one.b.post_id, one.trace) for one in posts}
        for one in self.receipts.of_edge.get(edge.pair, []):
            turned = one.seen_from(edge.a)
            if len(posts) < 5 and (turned.a.post_id, turned.b.post_id, turned.trace) not in printed:
                posts.append(turned)
        times = self.receipts.pairs.get(edge.pair)
        return Proof(
            edge, a, b, self.palette.of(edge.trace), sentences.receipt(edge), sentences.meaning(edge),
            sentences.lead(edge, one_line(a.called, 60), one_line(b.called, 60)),
            [self._post_pair(one) for one in posts], max(times.count if times else 0, len(posts)),
        )  # fmt: skip

    def _post_pair(self, one: CoAction) -> dict[str, Any]:
        first, second = words.moment(one.a.time), words.moment(one.b.time)
        return {
            "co_action": one,
            "trace": one.trace,
            "css": self.palette.of(one.trace),
            "object": "" if one.trace == "text" and one.a.text else one_line(one.object, 200),
            "gap": words.gap(one.gap, self.precision),
            "sides": [
                self._side(one.a, first and second and first < second),
                self._side(one.b, first and second and second < first),
            ],
            "same": bool(one.a.text) and one.a.text == one.b.text,
        }

    def _side(self, post: Post, earlier: Any) -> dict[str, Any]:
        return {
            "person": self.who(post.account),
            "time": words.clock(post.time),
            "iso": words.iso(post.time),
            "first": bool(earlier),
            "text": isolated(clip(post.text, self.length)) if post.text else None,
            "post_id": one_line(post.post_id, 80) if post.post_id else None,
            "pointer": self._pointer(post),
        }

    def _pointer(self, post: Post) -> str:
        name = post.file
        if isinstance(name, int):
            name = self.inputs[name] if 0 <= name < len(self.inputs) else f"file {name}"
        return f"{one_line(name or 'unknown file', 80)}, row {'unknown' if post.row is None else post.row}"


def _people(network: dict[str, Any], results: Results) -> list[Person]:
    """Members with most edges first, then targets; numbered from 1."""
    rows = [
        (
            (str(row.get("platform") or ""), str(row.get("account_id") or "")),
            str(row.get("role") or "member"), row.get("posts"), row.get("edges"), row.get("p"),
            row.get("stands_without"),
        )
        for row in network.get("accounts") or []
    ]  # fmt: skip
    if not rows:
        known = results.accounts_of.get(str(network.get("id")), [])
        rows = [(one.key, one.role or "member", one.posts, one.edges, one.p, one.stands) for one in known]
    rows.sort(key=lambda row: (row[1] == "target", -(row[3] or 0), row[0]))
    opened = reading_view.openness(network)
    return [
        Person(place, *row, *_names(results.accounts.get(row[0])), opened.get(row[0], ""))
        for place, row in enumerate(rows, 1)
    ]


def _names(account: Account | None) -> tuple[str, str]:
    """Handle without its @, and display name; empty where nothing is known."""
    return ((account.handle or "").lstrip("@"), account.display_name or "") if account else ("", "")


def _node(person: Person, account: Account | None) -> Node:
    place = (account.x, account.y) if account else (None, None)
    return Node(person.number, person.key, person.role, *place, handle=person.handle)
