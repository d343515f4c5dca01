"""What stands on a dossier's forms and letters: its state, the person and the catalogue, put into the forms' words."""

from collections.abc import Callable
from datetime import date, datetime

from lienthong_calendar import VIET_NAM, day_of, term_in_words
from lienthong_contracts import AgencyPublished, ProcedurePublished
from lienthong_runtime import Catalogue

from intake import forms as f
from intake.domain.dossier import Dossier, Notice
from intake.domain.submission import term_of
from intake.person import Person

_OCCASION = {"thanks": "sử dụng dịch vụ công tại {desk}", "congratulation": "{procedure} thành công", "condolence": "gia đình có tang"}


class Printer:
    """The papers of one dossier, printed at `now`; what hasn't come about is None."""

    def __init__(self, state: Dossier, person: Person, catalogue: Catalogue, now: datetime) -> None:
        self._state, self._person, self._catalogue = state, person, catalogue
        self._today = day_of(now)
        self._procedure = catalogue.procedure(state.procedure, state.procedure_version)

    @property
    def _term(self) -> str:
        return term_in_words(term_of(self._procedure, self._state.case))

    def paper(self, name: str) -> f.Form | f.Letter | None:
        """A form or letter by its name in the address."""
        made: dict[str, Callable[[], f.Form | f.Letter | None]] = {
            "receipt": self._receipt, "supplement": self._supplement, "refusal": self._refusal, "apology": self._apology,
            "stop": self._stop, "control-slip": self._control_slip, "letter": self._letter,
        }  # fmt: skip
        return made[name]()

    def _receipt(self) -> f.Receipt | None:
        state = self._state
        if state.received_at is None or state.due_at is None:
            return None
        return f.Receipt(**self._form(), desk=self._name(state.desk), submitter=self._submitter(), owner=self._owner(),
                         channel=state.channel, content=self._content(), components=self._components(), term=self._term,
                         received_at=state.received_at, due_at=state.due_at, return_channel=state.return_channel,
                         return_place=self._person.postal_address or self._name(state.home), receiver=state.officer or "")  # fmt: skip

    def _supplement(self) -> f.SupplementRequest | None:
        notice = self._last("supplement")
        return notice and f.SupplementRequest(**self._form(), owner=self._owner(), content=self._content(),
                                              items=(f.Missing(what=notice.reason),), reason=notice.reason,
                                              legal_ground=notice.legal_ground, answer_by=notice.answer_by,
                                              guide=f.Contact(name=notice.officer))  # fmt: skip

    def _refusal(self) -> f.Refusal | None:
        notice = self._last("refusal")
        return notice and f.Refusal(**self._form(notice.agency), owner=self._owner(), content=self._content(), reason=notice.reason,
                                    legal_ground=notice.legal_ground, contact=f.Contact(name=notice.officer))  # fmt: skip

    def _apology(self) -> f.Apology | None:
        notice, state = self._last("apology"), self._state
        if notice is None or state.received_at is None or notice.old_due_at is None or notice.new_due_at is None:
            return None
        return f.Apology(**self._form(notice.agency), addressee=self._person.name, content=self._content(), receipt_number=state.code or "",
                         received_at=state.received_at, term=self._term, due_at=notice.old_due_at, reason=notice.reason,
                         new_due_at=notice.new_due_at)  # fmt: skip

    def _stop(self) -> f.StopNotice | None:
        notice = self._last("stop")
        return notice and f.StopNotice(**self._form(), owner=self._owner(), content=self._content(), received_at=self._state.received_at,
                                       request=notice.reason, requested_on=day_of(notice.at),
                                       stage="chưa có quyết định về kết quả", decision="Dừng giải quyết hồ sơ",
                                       finance=_refunded(notice.refund_dong))  # fmt: skip

    def _control_slip(self) -> f.ControlSlip | None:
        state = self._state
        if state.received_at is None or state.due_at is None:
            return None
        lines = tuple(f.HandOver(from_agency=self._name(p.sender), to_agency=self._name(p.receiver), at=p.taken_at or p.sent_at,
                                 taker=p.taker, note=p.note) for p in state.passed)  # fmt: skip
        return f.ControlSlip(**self._form(), submitter=self._submitter(), owner=self._owner(), content=self._content(),
                             received_at=state.received_at, term=self._term, due_at=state.due_at,
                             components=self._components(), hand_overs=lines)  # fmt: skip

    def _letter(self) -> f.Letter | None:
        kind = self._procedure.letter
        if kind is None or self._state.status != "returned" or self._state.refused:
            return None
        matter = self._procedure.name[:1].lower() + self._procedure.name[1:]
        occasion = _OCCASION[kind].format(desk=self._name(self._state.home), procedure=matter)
        return f.Letter(**self._paper(self._state.home), kind=kind, addressee=self._person.name, occasion=occasion)

    def _last(self, form: str) -> Notice | None:
        return next((notice for notice in reversed(self._state.notices) if notice.form == form), None)

    def _paper(self, agency: str) -> dict[str, object]:
        return {"head": head_of(agency, self._catalogue), "on": self._today, "code": self._state.code or ""}

    def _form(self, agency: str = "") -> dict[str, object]:
        begun = self._state.received_at or self._state.submitted_at
        day = day_of(begun) if begun else self._today
        return {**self._paper(agency or self._state.desk), "edition": f.edition_on(day)}

    def _name(self, agency: str) -> str:
        return self._catalogue.agency_name(agency)

    def _content(self) -> str:
        return self._person.content or self._procedure.name

    def _owner(self) -> f.Party:
        who = self._person
        return f.Party(name=who.organisation or who.name, address=who.address, phone=who.phone, email=who.email, identity=who.id_no)

    def _submitter(self) -> f.Party:
        who = self._person
        if not who.delegate:
            return f.Party(name=who.name, address=who.address, phone=who.phone, email=who.email, identity=who.id_no)
        return f.Party(name=f"{who.delegate} (theo {who.authority})", phone=who.delegate_phone, identity=who.delegate_id_no)

    def _components(self) -> tuple[f.Component, ...]:
        return components_of(self._state, self._procedure)


def _refunded(dong: int) -> str:
    return f"Trả lại {dong:,} đồng".replace(",", ".") if dong else ""


def components_of(state: Dossier, procedure: ProcedurePublished) -> tuple[f.Component, ...]:
    """The papers as handed in, counted in the column that their kind in the catalogue has."""
    column = {"original": "originals", "certified": "certified", "copy": "photocopies", "electronic": "electronic"}
    papers = {paper.id: paper for paper in procedure.papers}
    known = [(c, papers[c.paper]) for c in state.components if c.paper in papers]
    return tuple(
        f.Component(**{"name": paper.name, "electronic" if c.digitised == "electronic" else column[paper.kind]: paper.copies})
        for c, paper in known
    )


def head_of(agency: str, catalogue: Catalogue) -> f.Head:
    """Who issues a paper: the agency, under its superior."""
    published = catalogue.latest(AgencyPublished, agency)
    superior = catalogue.agency_name(published.parent) if published and published.parent else ""
    return f.Head(agency=catalogue.agency_name(agency), superior=superior)


def ledger_row(state: Dossier, person: Person, catalogue: Catalogue) -> f.LedgerRow:
    """A dossier's line in the ledger (Mẫu 07)."""
    assert state.received_at is not None
    home = next((p for p in state.passed if p.receiver == state.home and p.taken_at and state.at_desk), None)
    sent = next((p for p in state.passed if p.sender == state.desk), None)
    return f.LedgerRow(
        code=state.code or "", procedure=catalogue.procedure(state.procedure, state.procedure_version).name, name=person.name,
        address=person.address, phone=person.phone, agency=catalogue.agency_name(sent.receiver if sent else state.desk),
        received_at=state.received_at, due_at=state.due_at, forwarded_at=sent and sent.sent_at, result_at=home and home.taken_at,
        returned_at=state.returned_at, return_channel=state.return_channel,
    )  # fmt: skip


def year_of(year: int) -> tuple[datetime, datetime]:
    """A ledger's year: from its first instant until before the next one's."""
    first = datetime.combine(date(year, 1, 1), datetime.min.time(), VIET_NAM)
    return first, first.replace(year=year + 1)
