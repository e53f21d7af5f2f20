"""report.html: the whole page from the plan, the results and the receipts."""

import base64
import hashlib
from collections import Counter
from importlib import resources
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

from overt.report import certainty, check, lead, left_out, sentences, timeline, words
from overt.report.escape import finalize, isolated, one_line
from overt.report.network_view import NetworkView, Sources
from overt.report.palette import Palette
from overt.report.plan import MAX_LEADS, Plan, lines, text_length
from overt.report.power_view import PowerView
from overt.report.receipts import Receipts
from overt.report.results import Results


def render(results: Results, receipts: Receipts, plan: Plan, palette: Palette, power: PowerView | None = None) -> str:
    """The page as text. Deterministic: no clock, no paths, no random numbers."""
    script, style = _static("dossier.js"), _static("dossier.css")
    printed = [one for rows in receipts.of_edge.values() for one in rows]
    printed += [one for edges in plan.edges for edge in edges for one in edge.posts]
    edges = [len(results.edges_of.get(str(network.get("id")), [])) for network in plan.networks]
    sources = Sources(results, receipts, palette, text_length(printed), lines(edges))
    views = [
        NetworkView(place, network, shown, sources)
        for place, (network, shown) in enumerate(zip(plan.networks, plan.edges, strict=True), 1)
    ]
    rows = [timeline.Row(one_line(view.name, 8), view.anchor, view.ticks) for view in views]
    run, totals = results.run, _totals(results)
    leads = results.findings.get("leads") or {}
    page = (
        _environment()
        .get_template("dossier.html")
        .render(
            run=run,
            totals=totals,
            lead=lead.paragraph(views, results.networks, totals, run.get("accounts")) if views else "",
            views=views,
            all_networks=results.networks,
            palette=palette,
            receipts=receipts,
            timeline=timeline.draw("timeline", rows) if views else None,
            leads=leads,
            lead_pairs=(leads.get("pairs") or [])[:MAX_LEADS],
            parameters=check.parameters(run),
            left_out=left_out.rows(run),
            power=power,
            command=check.command(run),
            findings_sha256=results.findings_sha256,
            q=(run.get("parameters") or {}).get("q"),
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )
    return page.encode("utf-8", "replace").decode()


def _static(name: str) -> str:
    text = resources.files("overt.report").joinpath("static", name).read_text(encoding="utf-8")
    return "\n" + text.strip() + "\n"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("overt.report", "templates"),
        autoescape=True,
        undefined=ChainableUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bdi": isolated, "line": one_line, "count": words.count, "decimal": words.decimal,
        "clock": words.clock, "day": words.day, "listed": words.listed, "things": sentences.things,
        "gap": words.gap, "resolution": words.resolution,
    }  # fmt: skip
    environment.globals |= {
        "some": words.some, "day": words.day, "spelled": words.spelled, "span": words.span,
        "of_edges": certainty.of_edges,
        "estimate": words.estimate, "classes": certainty.CLASSES,
    }  # fmt: skip
    return environment


def _totals(results: Results) -> dict[str, Any]:
    """The totals of findings.json, counted from its networks where they are missing."""
    accounts = [account for network in results.networks for account in network.get("accounts") or []]
    roles = Counter("target" if account.get("role") == "target" else "member" for account in accounts)
    counted = {
        "networks": len(results.networks),
        "members": roles["member"],
        "targets": roles["target"],
        "synchronised_edges": len(results.edges),
        "shared_interest_edges": (results.findings.get("leads") or {}).get("shared_interest_edges"),
    }
    return counted | {key: value for key, value in (results.findings.get("totals") or {}).items() if value is not None}
