"""The verb `report`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from lienthong_local.home import Home
from lienthong_local.report import tables
from lienthong_local.report.asked import FORMS, Kind, asked
from lienthong_local.report.fetch import Reports

_SHOW = {"06a": tables.form_06a, "766": tables.index_766, "scores": tables.scores, "ledger": tables.ledger}
_WIDE = 160  # where the output is no terminal


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command("report")(report)


def report(
    form: Annotated[str, typer.Argument(help="; ".join(f"{key}: {words}" for key, words in FORMS.items()))],
    since: Annotated[str, typer.Option("--from", help="The first day of the period, as 2026-01-01.")],
    until: Annotated[str, typer.Option("--to", help="Its last day.")],
    agency: Annotated[str, typer.Option(help="A receiving agency, all under it and all it has followed; without it everybody.")] = "",
    xlsx: Annotated[Path | None, typer.Option(help="Write the workbook to this file.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the prescribed paper to this file.")] = None,
    merged: Annotated[bool, typer.Option("--merged", help="06a: stopped and refused ones in column 9, a local practice.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Make a prescribed report of the running stack; a table unless a file or JSON is asked for.

    Exit status 1 when a sum of the form doesn't hold. Example: `lienthong report 06a --agency H32.41 --from 2026-11-01 --to 2026-11-30`
    """
    reports, files = Reports.at(Home.at()), dict[Kind, Path | None](xlsx=xlsx, pdf=pdf)
    wanted = asked(form, agency, since, until, reports.knows, files, merged=merged)
    written = [(kind, path) for kind, path in files.items() if path]
    for kind, path in written:
        path.write_bytes(reports.file(wanted, kind))
        print(f"{path}: {path.stat().st_size} byte", file=sys.stderr)
    if as_json:
        print(reports.facts(wanted).text)
    elif not written:
        sys.exit(0 if _SHOW[form](_console(), reports.facts(wanted).json(), wanted) else 1)


def _console() -> Console:
    return Console() if sys.stdout.isatty() else Console(width=_WIDE)
