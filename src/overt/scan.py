"""The page on which the stages of a scan stand in order: from export files to findings and a dossier."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from overt import report
from overt.assessing import assessed
from overt.engine import EngineOptions, Session
from overt.errors import TooManyRejected
from overt.findings import compose, namesakes, receipts, tables
from overt.findings.canonical import dumps
from overt.findings.crossing import crossings
from overt.findings.methods import paragraph
from overt.findings.write import write_table, write_text
from overt.frozen import FILE as REFERENCE
from overt.frozen import freeze, read_reference, read_under
from overt.model.co_use import Floats, Ints
from overt.model.network import Networks
from overt.model.parameter import checked
from overt.model.scale import DAY_SCALE, SCALES, Scale
from overt.networks.find import find
from overt.networks.permutation import largest_network
from overt.pairs import Limits, Related, relate
from overt.pairs.uses import named_objects, named_posts
from overt.registry.registry import default_path
from overt.run import Run, making
from overt.significance.judge import Counts, Judged, extended, judge
from overt.significance.replicate import Replicates
from overt.significance.synchrony import usable
from overt.sources import ReadOptions, StoredRedirects, stored_redirects
from overt.sources.remote import is_remote
from overt.stored import staged
from overt.traces import Redirects, Trace, TraceSettings, chosen
from overt.version import __version__

if TYPE_CHECKING:
    from overt.media.library import Library

Step = Callable[[str, str], None]
"""Called as step(stage, detail) when a stage begins."""


@dataclass(frozen=True)
class Request:
    """What to scan and how. `only` names traces (where empty: all that are looked for unasked), `also` further
    ones; `parameters` override the defaults.

    `model`: the directory of an embedding model, for the trace rewording. `redirects`: a file that says where links
    lead. `media`: folders and archives with the files that posts show. `registry`: a file of labels; without it the
    user's own, if any. `reference`: what is usual, frozen from an earlier period by a scan that was told to `freeze`.
    `since`: results of an earlier scan that left its state, to which `paths` are added; `keep_state`: leave one.
    `out`: a directory, or a folder of an object store (docs/sources.md), to which the results are copied in the end.
    `engine` runs the relational stages: duckdb, or spark at `master` (a cluster) or `remote` (Spark Connect).
    """

    paths: Sequence[str | Path]
    out: str | Path
    parameters: dict[str, Any] = field(default_factory=dict)
    read: ReadOptions = field(default_factory=ReadOptions)
    only: Sequence[str] = ()
    also: Sequence[str] = ()
    model: str | Path | None = None
    redirects: str | Path | None = None
    reference: str | Path | None = None
    freeze: bool = False
    media: Sequence[str | Path] = ()
    registry: str | Path | None = None
    engine: str = "duckdb"
    master: str | None = None
    remote: str | None = None
    threads: int | None = None
    memory: str = "4GB"
    resume: bool = False
    since: Path | None = None
    keep_state: bool = False
    max_rejected: float = 0.05


def scan(request: Request, step: Step = lambda stage, detail: None) -> dict[str, Any]:
    """Runs every stage, writes the files of DESIGN section 3 into `request.out` and returns findings.json.

    Raises InputError, UsageError, OutputError; TooManyRejected after everything was written.
    """
    if not is_remote(str(request.out)):
        return _scan(request, Path(request.out), step)
    late: TooManyRejected | None = None
    with staged(str(request.out)) as here:
        try:
            found = _scan(request, here, step)
        except TooManyRejected as error:
            late = error
    if late:
        raise late
    return found


def _scan(request: Request, out: Path, step: Step) -> dict[str, Any]:
    settings, labels = checked(request.parameters), _registry(request)
    led = stored_redirects(Path(request.redirects)) if request.redirects else None
    usual = read_reference(request.reference) if request.reference else None
    shown = _media(request, out, step)
    run = Run(
        request.paths,
        out,
        settings,
        replace(request.read, memory=EngineOptions(memory=request.memory).memory_bytes()),
        [*request.only, *(f"+{name}" for name in request.also), *_beside(request, led, shown)],
        request.resume,
        step,
        since=request.since,
        keep_state=request.keep_state,
        shown=str(request.out),
    )
    run.beside = ({"redirects": led.facts()} if led else {}) | ({"media": shown.facts()} if shown else {})
    with Session(
        run.work,
        engine=request.engine,
        master=request.master,
        remote=request.remote,
        threads=request.threads,
        memory=request.memory,
    ) as session:
        run.engine(session)
        known = _trace_settings(request, settings, led, shown)
        traces = run.read(session, lambda ids: chosen(ids, request.only, known, request.also))
        run.notices += shown.notices if shown else []
        scales = scales_of(run)
        related = relate(session, limits(settings, traces, scales), run.resolutions, run.step)
        run.plan(related.plan)
        if request.freeze:
            made = freeze(session, related, str(run.first.date()), str(run.last.date()))
            write_text(run.results / REFERENCE, made.text())
        under = read_under(related, usual) if usual else None
        if under:
            run.beside["reference"], related = under.facts(), under.related
            run.notices += under.notices()
        judged, networks = decide(related, scales, settings, run, everybody=under.everybody if under else None)
        run.step("deception", "is anything hidden, or said openly?")
        judgement = assessed(
            session, related.accounts, run.accounts(), related.hours, judged.edges, networks, labels, settings["seed"]
        )
        run.step("findings", "composing and writing")
        found = write(session, run, settings, traces, related, judged, networks, judgement)
    run.step("report", "drawing the dossier")
    report.write(run.results, beside=out)
    run.finish(request.max_rejected, found)
    return found


def _registry(request: Request) -> Path | None:
    """The file of labels: the one that was named, or the user's own where there is one."""
    if request.registry:
        return Path(request.registry)
    return default_path() if default_path().exists() else None


def _media(request: Request, out: Path, step: Step) -> "Library | None":
    """The media files that were named; what is known of them is kept in the results."""
    if not request.media:
        return None
    from overt.media.library import read_library

    step("media", "decoding")
    with making(out):
        out.mkdir(parents=True, exist_ok=True)
    return read_library([Path(place) for place in request.media], out / "media.parquet", step)


def _beside(request: Request, led: StoredRedirects | None, shown: "Library | None") -> list[str]:
    """What else decides which actions there are, by its content."""
    from overt.traces.reworded import load

    model = [f"model {load(Path(request.model)).digest}"] if request.model else []
    return model + ([f"redirects {led.sha256}"] if led else []) + ([f"media {shown.digest()}"] if shown else [])


def _trace_settings(
    request: Request, settings: dict[str, Any], led: StoredRedirects | None, shown: "Library | None"
) -> TraceSettings:
    model, links = Path(request.model) if request.model else None, Redirects.of(led.links) if led else None
    return TraceSettings(settings["min_text"], model, settings["rewording"], links, shown)


def scales_of(run: Run) -> list[Scale]:
    """The scales that the data's resolution and span can carry."""
    coarse = max(run.resolutions, default=1) > SCALES[-1].within
    every = [*SCALES, DAY_SCALE] if coarse else list(SCALES)
    return usable(every, min(run.resolutions, default=1), run.span_seconds)


def limits(settings: dict[str, Any], traces: Sequence[Trace], scales: Sequence[Scale]) -> Limits:
    """What the relational stages need to know of parameters, traces and scales."""
    return Limits(
        hub_cap=settings["hub_cap"],
        widest=max((s.window for s in scales), default=SCALES[0].window),
        occasions=settings["min_occasions"],
        rare=[t.name for t in traces if t.rare_only],
        rare_cap=settings["rare_hashtag"],
        rare_uses=settings["rare_uses"],
        generic=[t.name for t in traces if t.generic_phrases],
        generic_share=settings["generic_share"],
        generic_floor=settings["generic_floor"],
        weak=[t.name for t in traces if t.weak],
        worded=[t.name for t in traces if t.worded],
        min_text=settings["min_text"],
    )


def counts(related: Related, everybody: Floats | None = None) -> Counts:
    """What the tests need from the relational stages; `everybody`: the rhythm of a frozen reference."""
    return Counts(
        related.co_uses,
        related.hubs,
        related.margins,
        related.shared,
        related.hours,
        related.resolution,
        related.sources,
        related.authors,
        related.weak,
        everybody,
    )


def decide(
    related: Related,
    scales: Sequence[Scale],
    settings: dict[str, Any],
    run: Run,
    without: frozenset[str] = frozenset(),
    everybody: Floats | None = None,
) -> tuple[Judged, Networks]:
    """Edges and networks: the networks that stand among all pairs, then who else belongs to them.

    `without` names corrections that are left out (significance/synchrony.py), for sensitivity checks only.
    """
    counted, accounts = counts(related, everybody), related.co_uses.accounts
    judged = judge(counted, scales, settings, run.step, without)
    run.step("networks", "communities of synchronised accounts")
    least, seed = settings["min_members"], settings["seed"]
    core = find(judged.edges, least, seed, accounts, no_copies)
    if core.networks:
        members = np.array(sorted({a for network in core.networks for a in network.members}), np.int64)
        judged = extended(judged, counted, members, settings)
    return judged, find(judged.edges, least, seed, accounts, lambda: copies(related, judged, settings, run))


def no_copies() -> tuple[list[Ints], list[Ints]]:
    """Where a network's own p is not asked for."""
    return [], []


def copies(related: Related, judged: Judged, settings: dict[str, Any], run: Run) -> tuple[list[Ints], list[Ints]]:
    """Per scale: the pairs it alone rejects in the data, and the largest network of each jittered copy."""
    observed, largest = [], []
    for place, scale in enumerate(judged.scales):
        mine = [i for i, t in enumerate(judged.tests) if t.scale == scale and len(t.pair)]
        if not mine or not settings["permutations"]:
            continue
        run.step("networks", f"{settings['permutations']} jittered copies at {scale.name}")
        redrawn = Replicates(
            related.co_uses,
            [judged.trials[i] for i in mine],
            [judged.tests[i] for i in mine],
            judged.synchrony.threshold,
            int(related.resolution.max(initial=1)),
        )
        rng = np.random.default_rng([settings["seed"], place])
        accounts = related.co_uses.accounts
        sizes = [largest_network(redrawn.copy(rng), accounts) for _ in range(settings["permutations"])]
        observed.append(redrawn.observed())
        largest.append(np.array(sizes, np.int64))
    return observed, largest


def write(
    session: Session,
    run: Run,
    settings: dict[str, Any],
    traces: Sequence[Trace],
    related: Related,
    judged: Judged,
    networks: Networks,
    assessments: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    """Writes the tables and findings.json, whose content it returns."""
    edges, names = judged.edges, related.trace_names
    posts = lambda keys: named_posts(session, keys)  # noqa: E731
    objects = lambda keys: named_objects(session, keys)  # noqa: E731
    receipt_rows = receipts.receipts_table(related.co_uses, edges, networks, related.accounts, names, posts, objects)
    named = namesakes.with_names(related.accounts, run.accounts())
    account_rows = tables.accounts_table(edges, networks, named)
    material = compose.Material(
        edges,
        networks,
        related.accounts,
        account_rows,
        receipt_rows,
        names,
        {t.name: compose.TraceWords(t.plural, t.innocent) for t in traces},
        related.distinct,
        related.hours,
        assessments,
        crossings(related.co_uses, named, related.resolution, networks),
        settings["q"],
        settings["permutations"],
    )
    facts = compose.network_facts(material)
    interest = int((~edges.synchronised).sum())
    found = {
        "schema": compose.SCHEMA,
        "run": run_facts(run, settings, traces, related, judged),
        "networks": facts,
        "leads": compose.leads(material, interest),
        "totals": {
            "networks": len(facts),
            "members": sum(len(n.members) for n in networks.networks),
            "targets": sum(len(n.targets) for n in networks.networks),
            "synchronised_edges": len(edges) - interest,
            "shared_interest_edges": interest,
        },
    }
    write_table(run.results / "edges.parquet", tables.edges_table(edges, networks, related.accounts, names))
    write_table(run.results / "accounts.parquet", account_rows)
    write_table(run.results / "networks.parquet", tables.networks_table(facts))
    write_table(run.results / "receipts.parquet", receipt_rows)
    write_text(run.results / "findings.json", dumps(found))
    return found


def run_facts(
    run: Run, settings: dict[str, Any], traces: Sequence[Trace], related: Related, judged: Judged
) -> dict[str, Any]:
    """The `run` part of findings.json: nothing of clocks, paths or machines."""
    every = [*SCALES, DAY_SCALE] if judged.scales and judged.scales[-1] == DAY_SCALE else list(SCALES)
    dropped = [s for s in every if s not in judged.scales]
    number = related.accounts.num_rows
    resolution = int(related.resolution.max(initial=1))
    return {
        "overt": __version__,
        "parameters": settings,
        "seed": settings["seed"],
        "inputs": [f.facts() for f in run.files],
        "beside": run.beside,
        "platforms": sorted({p for f in run.files for p in f.platforms}),
        "rows_read": sum(f.rows_read for f in run.files),
        "rows_rejected": sum(f.rows_rejected for f in run.files),
        "posts": related.posts,
        "accounts": number,
        "exact_repeats": related.exact_repeats,
        "time_resolution_seconds": resolution,
        "span": {"first": compose.iso(run.first), "last": compose.iso(run.last)},
        "traces": related.traces,
        "scales": [s.name for s in judged.scales],
        "notices": [*run.notices, *related.notices],
        "families": {
            "structure": {
                "hypotheses": judged.structure.m,
                "pairs_with_a_count": len(judged.structure.pair),
                "edges": int((judged.structure.q <= settings["q"]).sum()),
            },
            "synchrony": {
                "pairs_tested": len(judged.synchrony.pair),
                "hypotheses": judged.synchrony.m,
                "edges": int(judged.edges.synchronised.sum()),
            },
        },
        "methods": paragraph(
            __version__,
            settings,
            judged.scales,
            dropped,
            [t.plural for t in traces],
            judged.structure.m,
            judged.synchrony.m,
            len(judged.synchrony.pair),
            related.posts,
            number,
            resolution,
        ),
    }
