"""When a proposal may be approved, rejected or withdrawn: four eyes, a decision with its number, no day that has passed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from lienthong_contracts import CatalogueEntry
from lienthong_runtime import Fault, Refused

State = Literal["proposed", "approved", "rejected", "withdrawn"]
DONE = {"proposed": "chưa quyết định", "approved": "đã được phê duyệt", "rejected": "đã bị từ chối", "withdrawn": "đã được rút"}
LAW = "TT 01/2018 Đ.8"


class Step(msgspec.Struct, frozen=True):
    """Who did what; `reason` is why it was rejected, or why an approval passed over warnings."""

    state: State
    by: str
    reason: str = ""
    decision_no: str = ""
    decided_on: date | None = None


class Taken(msgspec.Struct, frozen=True):
    """A step in a proposal's history."""

    step: Step
    at: datetime


class Proposal(msgspec.Struct, frozen=True):
    """Entries that somebody wants published together, and all that was done about it."""

    proposal_id: UUID
    title: str
    entries: tuple[CatalogueEntry, ...]
    warnings: tuple[str, ...]
    history: tuple[Taken, ...]

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.history[-1].step.state

    @property
    def proposer(self) -> str:
        """Who proposed it."""
        return self.history[0].step.by


def moves(proposal: Proposal, step: Step, today: date) -> bool:
    """Whether the step changes anything: one that was taken already doesn't. Raises Refused."""
    if proposal.history[-1].step == step:
        return False
    faults = [*_ended(proposal), *_wrong_person(proposal, step), *(_faults_of_approval(proposal, step, today))]
    if faults:
        raise Refused(*faults, law=LAW)
    return True


def _ended(proposal: Proposal) -> Iterator[Fault]:
    if proposal.state != "proposed":
        yield Fault("state", f"đề xuất {DONE[proposal.state]}", f"the proposal is {proposal.state} already")


def _wrong_person(proposal: Proposal, step: Step) -> Iterator[Fault]:
    own = step.by == proposal.proposer
    if step.state == "withdrawn" and not own:
        yield Fault("by", "chỉ người đề xuất được rút đề xuất", "only whoever proposed it may withdraw it")
    if step.state != "withdrawn" and own:
        yield Fault("by", "người đề xuất không được tự quyết định; cần một người khác", "whoever proposed it may not decide on it")


def _faults_of_approval(proposal: Proposal, step: Step, today: date) -> Iterator[Fault]:
    if step.state != "approved":
        return
    if step.decided_on is None or step.decided_on > today:
        yield Fault("decided_on", "ngày quyết định ở tương lai", "the decision's day lies in the future")
    for number, entry in enumerate(proposal.entries):
        yield from period_faults(entry, f"entries.{number}", today)


def override_faults(warnings: tuple[str, ...], step: Step) -> Iterator[Fault]:
    """Warnings are passed over by whoever says why."""
    if step.state == "approved" and warnings and not step.reason:
        vi = "có cảnh báo: hãy ghi lý do chấp nhận (" + "; ".join(warnings) + ")"
        yield Fault("override", vi, f"there are warnings: say why they are accepted ({'; '.join(warnings)})")


def period_faults(entry: CatalogueEntry, place: str, today: date) -> Iterator[Fault]:
    """Nothing is changed for days that have passed; an end on the first day repeals the entry from that day on."""
    if entry.valid_from < today:
        vi = f"hiệu lực từ {entry.valid_from}, trước ngày phê duyệt {today}"
        yield Fault(f"{place}.valid_from", vi, f"in force from {entry.valid_from}, before the approval on {today}")
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        yield Fault(f"{place}.valid_to", "ngày hết hiệu lực trước ngày có hiệu lực", "it ends before it begins")
