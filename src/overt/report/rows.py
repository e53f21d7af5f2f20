"""The rows of the table that the command line prints at the end of a scan."""

from typing import Any

from overt.report.escape import one_line
from overt.report.words import some, span


def summary(findings: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per network: network, class, members, targets, platforms, traces, p, sentence.

    Plain Python data without markup. Texts are safe on a terminal: one line, no control or bidi characters.
    `p` is a float or None; `platforms` and `traces` are lists, traces with most edges first.
    """
    return [_row(network) for network in findings.get("networks") or []]


def _row(network: dict[str, Any]) -> dict[str, Any]:
    accounts = network.get("accounts") or []
    return {
        "network": one_line(network.get("id"), 40),
        "class": one_line(network.get("class"), 60),
        "members": sum(account.get("role") != "target" for account in accounts),
        "targets": sum(account.get("role") == "target" for account in accounts),
        "platforms": [one_line(name, 40) for name in network.get("platforms") or []],
        "traces": [one_line(name, 40) for name in ranked_traces(network)],
        "p": network.get("p"),
        "sentence": one_line(network.get("summary") or _sentence(network), 300),
    }


def ranked_traces(network: dict[str, Any]) -> list[str]:
    """The network's traces, those with most edges first."""
    traces = network.get("traces") or {}
    return [str(name) for name, _ in sorted(traces.items(), key=lambda item: (-item[1], item[0]))]


def _sentence(network: dict[str, Any]) -> str:
    edges = some(network.get("edges") or 0, "synchronised edge")
    return f"{edges}, {span(network.get('first_action'), network.get('last_action'))}"
