"""Submissions and dossiers for intake's tests, over the real catalogue."""

from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec
from intake.catalogue import read_catalogue
from intake.commands import Submit, SubmitOnline
from intake.decisions import ON_COMMAND, ON_EVENT
from intake.domain.dossier import Dossier
from intake.submitting import Prepared
from lienthong_calendar import VIET_NAM
from lienthong_runtime import Catalogue, Context, Refused

DOSSIER_ID = UUID("01933c3e-7a00-7000-8000-000000000001")
DESK = "H32.41"
OLD_DESK = "H43.06.01"  # closed on 1 July 2025
CATALOGUES = Path(__file__).parents[4] / "deploy" / "catalogues"
BUSINESS = {"procedure": "1.001612", "channel": "counter", "desk": DESK, "name": "Cao Thị E", "phone": "0912345678",
            "papers": ("form", "id_card"), "officer": "ntb"}  # fmt: skip


def at(text):
    """An instant at UTC+7, written as 2026-11-23T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


NOON = at("2026-11-23T09:00")


@cache
def entries():
    return tuple(read_catalogue(CATALOGUES))


@cache
def catalogue():
    return Catalogue(entries())


def context(now=NOON, sequence=1):
    return Context(now, catalogue(), DOSSIER_ID, Prepared(sequence=sequence, receipt=sequence))


def submission(**changes):
    said = {**BUSINESS, "papers": papers_of(changes.get("procedure", "1.001612")), **changes}
    if said["channel"] != "online":
        return Submit(**said)
    return SubmitOnline(**{field: value for field, value in said.items() if field not in ("channel", "officer")}, owner="cd1")


def papers_of(procedure):
    versions = [e for e in entries() if type(e).__name__ == "ProcedurePublished" and e.id == procedure]
    return tuple(paper.id for paper in versions[-1].papers if paper.required) if versions else ()


def do(state, command, now=NOON, sequence=1):
    return ON_COMMAND[type(command)](state, command, context(now, sequence))


def learn(state, event, now=NOON):
    return ON_EVENT[type(event)](state, event, context(now))


def faults_of_refusal(state, command, now=NOON):
    """The fields that a refused command names; the state it was given is the same afterwards."""
    before = msgspec.json.encode(state)
    try:
        do(state, command, now)
    except Refused as refused:
        assert msgspec.json.encode(state) == before
        return [fault.field for fault in refused.faults]
    return []


def dossier(status="received", **fields):
    known = {"procedure": "1.001612", "procedure_version": 1, "channel": "counter", "desk": DESK, "return_channel": "counter",
             "parties": (DESK,), "submitted_at": NOON}
    return Dossier(status, **{**known, "code": f"{DESK}-261123-0001", "received_at": NOON, "due_at": NOON, **fields})
