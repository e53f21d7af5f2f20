"""The one page on which the report's steps stand in order."""

from collections.abc import Callable
from pathlib import Path

from overt.errors import OutputError
from overt.report import dossier, gexf, power_view, receipts, results
from overt.report.palette import Palette
from overt.report.plan import POSTS_PER_EDGE, make


def write(directory: Path, beside: Path | None = None) -> list[Path]:
    """Write graph.gexf and report.html beside the finished results in `directory`; their paths, in order.

    `beside`: where a power.json of the same posts and settings may lie (docs/power.md), if not in `directory`.

    Raises InputError where a result is missing or damaged, OutputError where nothing can be written. A file
    that is there already is replaced only once the new one is complete. Same results, same bytes.
    """
    directory = Path(directory)
    found = results.read(directory)
    plan = make(found)
    read = receipts.read(found.receipts, plan.wanted, POSTS_PER_EDGE)
    palette = Palette(found.trace_order)
    graph, page = directory / "graph.gexf", directory / "report.html"
    _replace(graph, lambda path: gexf.write(path, found, read, palette))
    html = dossier.render(found, read, plan, palette, power_view.read(beside or directory, found.run))
    _replace(page, lambda path: path.write_text(html, encoding="utf-8", newline="\n"))
    return [graph, page]


def _replace(path: Path, fill: Callable[[Path], object]) -> None:
    unfinished = path.with_name(path.name + ".part")
    try:
        fill(unfinished)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            mend="free some space or choose another --out",
        ) from error
