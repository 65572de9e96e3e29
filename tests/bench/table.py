"""The table of docs/performance.md, from what was measured last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench.figures import FOLDER, kept
from tests.bench.results import number
from tests.services import ROOT

PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
NAMES = ("w1", "w2", "w2b", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "w10", "w11", "w12", "w13", "w14", "load")


def main() -> None:
    """Put the table between its markers; what was never measured here is left out."""
    found = {name: result for name in ("quick", *NAMES) if (result := kept(name))}
    put(PAGE, BEGIN, END, made(found))
    print(f"Figures in {FOLDER.relative_to(ROOT)}/, table in {PAGE.relative_to(ROOT)}.")


def put(page: Path, begin: str, end: str, text: str) -> None:
    """Put a text, which ends with its line, between two markers of a page."""
    before, _, rest = page.read_text().partition(begin)
    _, _, after = rest.partition(end)
    page.write_text(f"{before}{begin}\n{text}{end}{after}")


def made(found: dict[str, Any]) -> str:
    """The lines between the markers."""
    rows = ["| # | work | Codev | beside it | figure (least–most) | bar | |", "|---|---|---|---|---|---|---|"]
    for name in (one for one in NAMES if one in found):
        result = found[name]
        rows += [_row(name, result["work"], line) for line in result["lines"]]
        rows += [f"| {name.upper()} | not shown: {_plain(one)} | | | | | |" for one in result["not_shown"]]
    measured = {name: found[name] for name in NAMES if name in found}
    return "\n".join([*_quick(found.get("quick")), *_where(measured), *rows, ""])


def _row(name: str, work: str, line: dict[str, Any]) -> str:
    figure = line["figure"]
    least, most = number(figure["least"]), number(figure["most"])
    spread = "" if least == most else f" ({least}–{most})"
    verdict = {True: "met", False: "**missed**", None: ""}[line["met"]] if not line["stretch_met"] else "met, and more"
    shown = f"{number(figure['median'])} {line['unit']}{spread}"
    cells = [name.upper(), _plain(f"{work}: {line['what']}"), line["ours"], line["theirs"], shown, _bar(line), verdict]
    return f"| {' | '.join(cells)} |"


def _bar(line: dict[str, Any]) -> str:
    if line["bar"] is None:
        return ""
    sign = "≥" if line["is_more_better"] else "≤"
    stretch = "" if line["stretch"] is None else f" ({sign} {number(line['stretch'])})"
    return f"{sign} {number(line['bar'])}{stretch}"


def _where(found: dict[str, Any]) -> list[str]:
    """When and on what the newest of it was measured."""
    if not found:
        return []
    newest = max(found.values(), key=lambda one: str(one["at"]))
    machine = newest["machine"]
    versions = ", ".join(f"{name} {said}" for name, said in machine["versions"].items())
    loads = ", ".join(f"{name.upper()} {one['machine']['load_average'][0]}" for name, one in found.items())
    return [
        f"Measured {newest['at'][:16].replace('T', ' ')} UTC on {machine['cores']} cores of {machine['processor']}, "
        f"Python {machine['python']}, {versions}. Load average at the end of each: {loads}.",
        "",
    ]


def _quick(result: dict[str, Any] | None) -> list[str]:
    if not result:
        return []
    rows = [
        f"One room, ten sockets; reference loop {result['loop_ms']} ms.",
        "",
        "| | CPU ms (least–most) | where the loop takes 15 ms | bytes a push |",
        "|---|---|---|---|",
    ]
    for name, one in result["figures"].items():
        cpu, size = one["cpu_ms"], result["bytes"].get(name, "")
        spread = f"{cpu['median']:.1f} ({cpu['least']:.1f}–{cpu['most']:.1f})"
        rows.append(f"| {name} | {spread} | {one['at_15']} | {size} |")
    return [*rows, ""]


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
