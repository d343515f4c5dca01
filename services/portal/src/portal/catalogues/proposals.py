"""Proposals to change the catalogues: passed on to intake with the reader's own rights, and what it answers in words."""

import asyncio
import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from lienthong_runtime import Actor

from portal.catalogues.lines import line_of
from portal.catalogues.views import DraftPage, FaultLine, ProposalPage, ProposalsPage
from portal.neighbours import Answer
from portal.windows import Windows

STATES = ("proposed", "approved", "rejected", "withdrawn")
KEY = re.compile(r"[0-9a-f]{32}")  # as the form had it; whatever else was sent would stand in a header
EXAMPLE = """title: Công bố lịch làm việc năm 2028
entries:
  calendars:
    - id: VN/2028
      valid_from: 2028-01-01
      year: 2028
      days:
        - {on: 2028-01-03, kind: compensatory_off, name: Nghỉ bù Tết Dương lịch, decision_no: BLLĐ 2019 Đ.111.3}
"""


def key_of(key: str) -> str:
    """The form's key, or a new one."""
    return key if KEY.fullmatch(key) else uuid4().hex


async def listed(windows: Windows, state: str, token: str, lang: str) -> ProposalsPage:
    """The list; `state` is one of STATES, or all."""
    asked = {"state": state} if state in STATES else {}
    answer = await windows.neighbours.read("intake", "/proposals", token, lang, **asked)
    found = answer.body if answer.status == 200 else []
    return ProposalsPage(windows.parts.clock.now(), tuple(found), asked.get("state", ""), answer.status != 200)


async def shown(windows: Windows, proposal_id: Any, reader: Actor, token: str, lang: str, typed: dict[str, str] | None = None,
                faults: Iterable[str] = (), key: str = "") -> ProposalPage | None:  # fmt: skip
    """One proposal; None where there is none."""
    neighbours = windows.neighbours
    answer, touched = await asyncio.gather(
        neighbours.read("intake", f"/proposals/{proposal_id}", token, lang),
        neighbours.read("intake", f"/proposals/{proposal_id}/touched", token, lang),
    )
    if answer.status != 200:
        return None
    mine = answer.body["history"][0]["by"] == reader.subject
    open_dossiers = tuple(touched.body) if isinstance(touched.body, list) else ()
    return ProposalPage(windows.parts.clock.now(), answer.body, open_dossiers, key or uuid4().hex, mine,
                        "approver" in reader.roles and not mine, typed or {}, tuple(faults))  # fmt: skip


def draft(windows: Windows, text: str, key: str, answer: Answer | None = None) -> DraftPage:
    """A proposal being written, with each fault at its line."""
    faults: tuple[FaultLine, ...] = ()
    silent = answer is not None and answer.status not in (422,)
    if answer is not None and isinstance(answer.body, dict):
        said = [(str(error.get("field", "")), str(error.get("detail", ""))) for error in answer.body.get("errors", ())]
        faults = tuple(FaultLine(line_of(text, field), field, words) for field, words in said)
    # Where nobody knows what became of it the key stays, so that trying again is no second proposal.
    return DraftPage(windows.parts.clock.now(), text, key if silent else uuid4().hex, faults, silent)
