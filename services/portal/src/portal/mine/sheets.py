"""The papers that a citizen may open: forms that were issued to them, results, and what they handed in themselves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lienthong_calendar.words import Lang
from lienthong_contracts import ProcedurePublished

from portal.mine.reading import Own
from portal.mine.views import Sheet
from portal.web.mine_words import PAPERS
from portal.windows import Windows

FORMS = ("receipt", "supplement", "refusal", "apology", "stop", "letter")


def sheets(windows: Windows, own: Own, lang: Lang, since: datetime | None = None) -> Iterator[Sheet]:
    """Results first, then forms, then their own files; with `since` only files that came later."""
    state, at = own.state, f"/cua-toi/{own.dossier_id}"
    papers = _names(windows, state)
    files = [d for d in state.get("documents", ()) if since is None or datetime.fromisoformat(d["at"]) >= since]
    for document in sorted(files, key=lambda d: d["origin"] != "result"):
        result = document["origin"] == "result"
        kept = own.person.get("files", {}).get(document["document"], "")
        words = PAPERS["result"][lang != "vi"] if result else papers.get(document["paper"], document["paper"])
        yield Sheet(words, kept, f"{at}/tep/{document['document']}", result)
    if since is None:
        yield from (Sheet(PAPERS[form][lang != "vi"], "PDF", f"{at}/giay/{form}") for form in _issued(own))


def _issued(own: Own) -> Iterator[str]:
    """Forms that there are, as far as state and ledger tell; intake has the last word."""
    issued = {notice["form"] for notice in own.state.get("notices", ())}
    issued |= {"receipt"} if own.state.get("received_at") else set()
    issued |= {"letter"} if any(entry["kind"] == "LetterIssued" for entry in own.entries) else set()
    yield from (form for form in FORMS if form in issued)


def _names(windows: Windows, state: dict[str, Any]) -> dict[str, str]:
    found = windows.parts.catalogue.latest(ProcedurePublished, state["procedure"])
    return {paper.id: paper.name for paper in found.papers} if found else {}


def channels_of(person: dict[str, Any]) -> tuple[str, ...]:
    """By which ways the reader is told, as they said when they handed in."""
    reached = {"sms": person.get("delegate_phone") or person.get("phone"), "email": person.get("delegate_email") or person.get("email")}
    return tuple(channel for channel, address in reached.items() if address)
