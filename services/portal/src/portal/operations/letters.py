"""Dead letters put into words: the list, one letter whole, and what a dry run said."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from lienthong_contracts import KINDS

from portal.operations.views import ChangeView, DryRun, LetterRow, LetterView, Parked, StepView
from portal.web.phrases import PHRASES
from portal.web.reason_words import reason_title, reason_todo
from portal.wording import sentence

type Names = Callable[[str], str]
MOST = 20_000  # characters of a payload that are shown
_PAIR = re.compile(r'^(\s*)("[^"]*": )?(.*)$')
_FIELD = re.compile(r"\{[^}]*\}")
_MONEY = {"FeeAsked": ("Yêu cầu nộp lệ phí", "Fee asked"), "FeePaid": ("Đã nộp lệ phí", "Fee paid")}  # whose sentences are sums
_UNSAFE = ("BrokenBody", "BrokenHeader", "WrongSubject")  # nobody has checked what stands in those


def kind_words(kind: str, lang: str) -> str:
    """A kind's own sentence without its particulars; its name where it has none."""
    if kind in _MONEY:
        return _MONEY[kind][lang == "en"]
    for name in (kind, f"{kind}/leg", f"{kind}/dossier"):
        if name in PHRASES:
            return _FIELD.sub("", PHRASES[name][2 if lang == "vi" else 3].partition(" | ")[0]).strip()
    return kind


def rows_of(found: Iterable[tuple[str, dict[str, Any]]], codes: dict[str, tuple[str, datetime | None]], lang: str) -> list[LetterRow]:
    """The letters that others wait for, newest first, with how many wait."""
    listed = list(found)
    behind = Counter((service, letter["dossier_id"]) for service, letter in listed if letter["state"] == "parked")
    heads = [_row(service, letter, behind, codes, lang) for service, letter in listed if letter["state"] != "parked"]
    return sorted(heads, key=lambda row: row.replayed_at or row.at, reverse=True)


def _row(service: str, letter: dict[str, Any], behind: Counter[Any], codes: dict[str, tuple[str, datetime | None]],
         lang: str) -> LetterRow:  # fmt: skip
    dossier = letter["dossier_id"] or ""
    code, due_at = codes.get(dossier, ("", None))
    replayed = letter.get("replayed_at")
    return LetterRow(
        f"{service}.{letter['id']}", service, letter["id"], datetime.fromisoformat(letter["set_aside_at"]),
        reason_title(letter["reason"], lang), letter["reason"], letter["kind"], kind_words(letter["kind"], lang),
        f"{letter['topic']}/{letter['kafka_partition']}/{letter['kafka_offset']}", dossier, code, due_at,
        behind[service, letter["dossier_id"]] if dossier else 0, letter["attempts"],
        datetime.fromisoformat(replayed) if replayed else None,
    )  # fmt: skip


def asked_for(rows: Sequence[LetterRow], asked: str) -> list[LetterRow]:
    """Those whose code, kind or reason has these letters in it."""
    wanted = asked.strip().lower()
    return [row for row in rows if wanted in " ".join((row.code, row.kind, row.reason, row.title, row.service)).lower()]


def letter_view(row: LetterRow, whole: dict[str, Any], listed: Iterable[tuple[str, dict[str, Any]]], dry: DryRun | None,
                lang: str) -> LetterView:  # fmt: skip
    """One letter whole."""
    headers = dict(whole["headers"])
    parked = tuple(
        Parked(kind_words(other["kind"], lang), other["kind"], datetime.fromisoformat(other["set_aside_at"]))
        for service, other in listed
        if service == row.service and other["state"] == "parked" and other["dossier_id"] == row.dossier_id
    )
    number = headers.get("ce_number", "")
    return LetterView(row, headers.get("ce_source", "").rpartition("/")[2], int(number) if number.isdecimal() else 0,
                      payload_lines(headers, whole["body"]), row.kind in KINDS and row.reason not in _UNSAFE,
                      reason_todo(row.reason, lang), parked, dry)  # fmt: skip


def payload_lines(headers: dict[str, str], body: str | None) -> tuple[tuple[str, str, str], ...]:
    """Headers and body as pretty JSON, a line each: indent, key, value; what isn't JSON stands as it is."""
    try:
        read = json.loads(body or "")
    except ValueError:
        read = body
    text = json.dumps({**headers, "data": read}, ensure_ascii=False, indent=2)[:MOST]
    return tuple((m[1], m[2] or "", m[3]) for line in text.split("\n") if (m := _PAIR.match(line)))


def dry_run_view(answer: Any, at: datetime, took: int, names: Names, lang: str) -> DryRun:
    """What the service said of a dry run."""
    return DryRun(at, took, tuple(_step(step, names, lang) for step in answer.get("steps", ())))


def _step(step: dict[str, Any], names: Names, lang: str) -> StepView:
    changes = tuple(ChangeView(c["path"], _text(c["before"]), _text(c["after"])) for c in step["changes"])
    events = tuple(sentence(event["kind"], event["body"], names, lang) for event in step["events"])
    why = reason_title(step["reason"], lang) if step["result"] == "set_aside" else ""
    return StepView(kind_words(step["kind"], lang), step["kind"], step["result"], why, changes, events, step["effects"])


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
