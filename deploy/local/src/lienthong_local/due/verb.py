"""The verb `due`."""

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

import msgspec
import typer
from lienthong_calendar import VIET_NAM, Due, term_in_words, weekday
from lienthong_calendar import lines as lines_of
from lienthong_calendar.words import Lang
from rich.console import Console
from rich.table import Table

from lienthong_local.due.answer import Calendars, as_facts, briefly, explained
from lienthong_local.due.question import Faulty, Question, Written, read, understood
from lienthong_local.home import CHECKOUT

FOLDER = CHECKOUT / "deploy" / "catalogues"
_WORDS = {
    "vi": ("Tiếp nhận", "tính từ", "Thời hạn", "Hạn trả", ("ngày", "thứ", "tính", "vì sao", "căn cứ")),
    "en": ("Received", "counts from", "Term", "Due", ("day", "", "n", "why", "law")),
}


def register(command: typer.Typer) -> None:
    """Add the verb."""
    command.command()(due)


def due(
    received: Annotated[str, typer.Option(help="Day and hour of the reception, at UTC+7 unless it says otherwise.")] = "",
    term: Annotated[str, typer.Option(help="30min 4h 4wh 15d 3wd 0.5wd 2w 1mo 1y sameday; wh and wd are working time.")] = "",
    after_hours: Annotated[
        str | None, typer.Option(help="next-opening or actual; without it the agency's own policy, usually next-opening.")
    ] = None,
    duty: Annotated[bool, typer.Option("--duty", help="Received by officers on duty, as on Saturday mornings.")] = False,
    agency: Annotated[str, typer.Option(help="An agency's id: its own hours and tables count.")] = "",
    lang: Annotated[Literal["vi", "en"], typer.Option()] = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object, for programs.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Questions from standard input, one JSON object a line.")] = False,
) -> None:
    """When is it due, and why: each day passed, counted or not, with the law and the decision behind it.

    Example: `lienthong due --received 2026-11-23T09:00 --term 3wd`

    Example: `echo '{"received": "2026-11-23T09:00", "term": "3wd"}' | lienthong due --jsonl`
    """
    if jsonl:
        sys.exit(_answer_all(sys.stdin.buffer, lang))
    try:
        question = understood(Written(received, term, after_hours, duty, agency))
        answer = explained(question, Calendars(FOLDER, bool(agency)))
    except Faulty as fault:
        _refuse(fault, lang, as_json)
    print(json.dumps(as_facts(answer, lang), ensure_ascii=False)) if as_json else _show(question, answer, term, lang)


def _refuse(fault: Faulty, lang: Lang, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_said(fault, lang), ensure_ascii=False))
    for one in fault.faults:
        option = f"--{one.field.replace('_', '-')}: " if one.field else ""
        print(f"lienthong: {option}{getattr(one, lang)}", file=sys.stderr)
    sys.exit(2)


def _said(fault: Faulty, lang: Lang) -> dict[str, object]:
    return {"error": "; ".join(getattr(one, lang) for one in fault.faults),
            "faults": [{"field": one.field, "error": getattr(one, lang)} for one in fault.faults]}  # fmt: skip


def _answer_all(questions: Iterable[bytes], lang: Lang) -> int:
    calendars, encode, failed = Calendars(FOLDER, True), msgspec.json.Encoder().encode, 0
    for line in questions:
        if line.strip():
            try:
                answer: dict[str, object] = {"due_at": briefly(understood(read(line)), calendars)}
            except Faulty as fault:
                answer, failed = _said(fault, lang), 1
            sys.stdout.buffer.write(encode(answer) + b"\n")
    sys.stdout.flush()
    return failed


def _show(question: Question, answer: Due, term: str, lang: Lang) -> None:
    received, since, length, ends, columns = _WORDS[lang]
    console, came = Console(), question.received.astimezone(VIET_NAM)
    later = f", {since} {_instant(answer.deemed_at, lang)}" if answer.deemed_at != came else ""
    console.print(f"{received}: {_instant(came, lang)}{later}", highlight=False)
    console.print(f"{length}: {term_in_words(term, lang)}", highlight=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, no_wrap=column not in ("vì sao", "why"))
    for line in lines_of(answer, lang):
        style = "" if line.count is not None else "dim"
        count = "–" if line.count is None else str(line.count)
        why = f"{line.why} ({line.decision_no})" if line.decision_no and line.decision_no not in line.law else line.why
        table.add_row(f"{line.on:%d/%m/%Y}", line.weekday, count, why, line.law, style=style)
    console.print(table)
    console.print(f"{ends}: [bold]{_instant(answer.due_at, lang)}[/]", highlight=False)


def _instant(instant: datetime, lang: Lang) -> str:
    hour = "%H:%M:%S" if instant.second else "%H:%M"  # a second past 15:00 is past 15:00
    return f"{weekday(instant, lang)} {instant:%d/%m/%Y} {instant:{hour}}"
