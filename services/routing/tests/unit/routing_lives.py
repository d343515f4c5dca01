"""Journeys for routing's tests, over the real catalogue: a dossier is received, and officers do what their inbox says."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec
from intake.catalogue import read_catalogue
from lienthong_calendar import VIET_NAM, day_of, due_at, parse_term
from lienthong_contracts import (
    AgencyPublished,
    DossierReceived,
    DossierWithdrawn,
    FeePaid,
    ProcedurePublished,
    ResultReturned,
    SupplementGiven,
)
from lienthong_runtime import Catalogue, Context, Refused, Succession
from routing import commands as c
from routing import result_commands as r
from routing.decisions import ON_COMMAND, ON_EVENT
from routing.domain.journey import Journey
from routing.domain.tasks import TO_KNOW, tasks_of
from routing.hand_over import POSTING, SUPPLEMENT
from routing.succession import hand_to_successors
from routing.timers import on_time

DOSSIER_ID = UUID("01933c3e-7a00-7000-8000-000000000001")
DESK = "H32.41"
CATALOGUES = Path(__file__).parents[4] / "deploy" / "catalogues"
ENDING = ("complete", "propose", "approve", "sign", "number", "issue", "post")
LAW = {"legal_ground": "NĐ 61/2018 Đ.19"}


def who(task):
    """Who acts on a leg's line: its agency, and whoever it was given to."""
    return {"leg": task["leg"], "agency": task["agency"], "officer": task.get("officer") or "lvm"}


def at(text):
    """An instant at UTC+7, written as 2026-11-23T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


NOW = at("2026-11-02T09:00")


@cache
def catalogue():
    return Catalogue(read_catalogue(CATALOGUES))


def desks(day):
    return [a.id for a in catalogue().every_in_force(AgencyPublished, day) if "desk" in a.roles]


def procedures(day):
    return [p.id for p in catalogue().every_in_force(ProcedurePublished, day)]


def received(procedure, desk=DESK, when=NOW, **changes):
    """Its reception, as intake reports it."""
    entry = catalogue().in_force(ProcedurePublished, procedure, when.date())
    due = due_at(catalogue().calendar, when, parse_term(entry.term))
    return DossierReceived(**{
        "dossier_id": DOSSIER_ID, "at": when, "code": f"{desk}-261102-0001", "procedure": entry.id,
        "procedure_version": entry.entry_version,
        "route": entry.route, "channel": "counter", "desk": desk, "return_channel": "counter", "officer": "ntb", "received_at": when,
        "deemed_at": when, "term": entry.term, "due_at": due, "supplement_mode": entry.supplement_mode, "trace": (), **changes,
    })  # fmt: skip


class Life:
    """A journey on its way: the state now, and all that was reported."""

    def __init__(self, procedure, desk=DESK, when=NOW, **changes):
        self.now, self.state, self.events, self.read = when, None, [], 0
        self.learn(received(procedure, desk, when, **changes))

    def _follow(self, decision):
        self.state = decision.state
        self.events += decision.events
        return decision.events

    def learn(self, event):
        return self._follow(ON_EVENT[type(event)](self.state, event, Context(self.now, catalogue(), DOSSIER_ID)))

    def do(self, command):
        return self._follow(ON_COMMAND[type(command)](self.state, command, Context(self.now, catalogue(), DOSSIER_ID)))

    def refuses(self, command):
        """The fields a refusal names, and nothing changed; an empty list when it was no refusal."""
        before = msgspec.json.encode(self.state)
        try:
            ON_COMMAND[type(command)](self.state, command, Context(self.now, catalogue(), DOSSIER_ID))
        except Refused as refused:
            assert msgspec.json.encode(self.state) == before
            return [fault.field for fault in refused.faults]
        return []

    def later(self, minutes):
        self.now += timedelta(minutes=minutes)
        return self

    def about(self):
        return {"dossier_id": DOSSIER_ID, "at": self.now}

    def tasks(self, do=None):
        """What has to be acted on, or only the lines of one kind."""
        return [task for task in tasks_of(self.state) if do == task["do"] or (do is None and task["do"] not in TO_KNOW)]

    def told(self, kind):
        return [event for event in self.events if type(event).__name__ == kind]

    # What officers do about one line of their inbox.
    def acknowledge(self, task):
        return self.do(c.Acknowledge(consignment=task["consignment"], agency=task["agency"], officer="lvm"))

    def resend(self, task):
        return self.do(c.Resend(consignment=task["consignment"], agency=task["agency"], officer="lvm"))

    def assign(self, task):
        return self.do(c.Assign(leg=task["leg"], agency=task["agency"], officer="lvm"))

    def complete(self, task):
        return self.do(c.Complete(**who(task)))

    def propose(self, task):
        return self.do(r.Propose(**who(task)))

    def approve(self, task):
        return self.do(r.Approve(**who(task)))

    def sign(self, task):
        return self.do(r.Sign(**who(task)))

    def number(self, task):
        return self.do(r.Number(**who(task), result_no=f"KQ-{len(self.state.part_results) + 1}"))

    def issue(self, task):
        return self.do(r.Issue(**who(task)))

    def post(self, task):
        return self.do(c.PostNotice(**who(task)))

    def wait_for(self, moment):
        """Time passes, and does what it has to do."""
        self.now = max(self.now, moment)
        return self._follow(on_time(self.state, Context(self.now, catalogue(), DOSSIER_ID)))

    def catch_up(self):
        """The service was away: time does, turn by turn, all that it has left undone."""
        before = len(self.events)
        while (due := self.state.next_timer) and due <= self.now:
            self.wait_for(self.now)
            assert self.state.next_timer != due, "time would wake it for ever"
        return self.events[before:]

    def end(self, task):
        """Everybody does their part of a leg's end, from the draft to the issue or in one go."""
        leg, before = task["leg"], len(self.events)
        for _ in range(8):
            if found := [t for t in self.tasks() if t["leg"] == leg and t["do"] in ENDING]:
                self.perform(found[0])
            elif leg in [hanging.leg for hanging in self.state.hanging]:
                self.wait_for(self.state.legs[leg].posted_until)
        return self.events[before:]

    def answer(self, task):
        return self.do(c.AnswerConsultation(consultation=task["consultation"], agency=task["agency"], officer="ptk", answer="Phù hợp"))

    def apologise(self, task):
        calendar, after = catalogue().calendar, day_of(max(self.state.due_at, self.now))
        new = calendar.closing(calendar.working_day_after(after, 2))
        return self.do(r.Apologise(agency=task["agency"], officer="lvm", reason="Chờ xác minh", new_due_at=new))

    def hand_out(self, _task):
        return self.learn(ResultReturned(**self.about(), channel="counter", officer="ntb"))

    def perform(self, task):
        """Do what this line says."""
        acts = {"acknowledge": self.acknowledge, "resend": self.resend, "assign": self.assign, "complete": self.complete,
                "propose": self.propose, "approve": self.approve, "sign": self.sign, "number": self.number, "issue": self.issue,
                "post": self.post, "answer": self.answer, "apologise": self.apologise, "return": self.hand_out}  # fmt: skip
        return acts[task["do"]](task)

    def go_on(self):
        """What lifts a pause comes: the supplement, the payment, or the agency's word."""
        if self.state.paused == SUPPLEMENT:
            return self.learn(SupplementGiven(**self.about(), round=self.state.supplements))
        if self.state.paused == POSTING:
            return self.wait_for(max(leg.posted_until for leg in self.state.hanging))
        last = self.told("ProcessingPaused")[-1]
        if last.payment:
            return self.learn(FeePaid(**self.about(), amount_dong=last.fee_dong, receipt_no="BL-1"))
        return self.do(c.Resume(agency=last.agency, officer="lvm", ground="Hết lý do"))

    def withdraw(self):
        return self.learn(DossierWithdrawn(**self.about(), reason="Không cần nữa"))

    def step(self):
        """The first line of the inboxes is done; where nobody has one, time passes."""
        if self.state.paused:
            return self.go_on()
        return self.perform(self.tasks()[0]) if self.tasks() else self.wait_for(self.state.next_timer)

    def work_until(self, leg, what="complete"):
        """Everybody does what the inbox says, first line first, until that leg has this line."""
        for _ in range(300):
            if found := [task for task in self.tasks(what) if task["leg"] == leg]:
                return found[0]
            self.step()
        raise AssertionError(f"{leg} never came to {what}")

    def finish(self):
        """Everybody does what the inbox says until the citizen has the result."""
        for _ in range(500):
            if self.state.status == "closed":
                return self
            self.step()
        raise AssertionError("it never ends")

    # What goes wrong on the way.
    def refuse_hand_over(self, task):
        return self.do(c.RefuseHandOver(consignment=task["consignment"], agency=task["agency"], officer="lvm", reason="Thiếu tờ khai"))

    def recall(self, task):
        return self.do(c.Recall(consignment=task["consignment"], agency=task["sender"], officer="ntb", reason="Gửi nhầm phiếu"))

    def stand_in(self, task, officer="ptk"):
        return self.do(c.StandIn(leg=task["leg"], agency=task["agency"], officer=officer))

    def visit_site(self, task):
        return self.do(c.VisitSite(**who(task), visited_at=self.now, place="Thửa 12", present=3, findings="Đúng hiện trạng"))

    def send_back(self, task):
        return self.do(r.SendBack(leg=task["leg"], agency=task["agency"], officer="ttd", reason="Thiếu căn cứ"))

    def transfer(self, task, competent=None):
        competent = competent or self.another(task)
        return self.do(c.Transfer(leg=task["leg"], agency=task["agency"], officer="ttd", competent=competent, reason="Sai", **LAW))

    def ask_again(self, task):
        return self.do(c.AskSupplementAgain(leg=task["leg"], agency=task["agency"], officer="ttd", content="Tờ khai", **LAW))

    def ask_supplement(self, task):
        return self.do(c.AskSupplement(**self.taken_on(task), content="Căn cước", **LAW))

    def taken_on(self, task):
        """Who acts on the leg: whoever it was given to, and it is given to somebody first (R09)."""
        if self.state.legs[task["leg"]].status == "working" and not self.state.legs[task["leg"]].officer:
            self.assign(task)
        return {"leg": task["leg"], "agency": task["agency"], "officer": self.state.legs[task["leg"]].officer or "lvm"}

    def pause(self, task):
        return self.do(c.Pause(agency=task["agency"], officer="lvm", ground="Chờ giám định"))

    def consult(self, task, asked=None):
        return self.do(c.Consult(**self.taken_on(task), asked=asked or self.another(task), question="Quy hoạch?"))

    def another(self, task):
        """Some agency in force that isn't the task's own."""
        one, other = catalogue().every_in_force(AgencyPublished, day_of(self.now))[:2]
        return one.id if task["agency"] != one.id else other.id

    def return_leg(self, task, back_to):
        return self.do(c.ReturnLeg(leg=task["leg"], agency=task["agency"], officer="lvm", back_to=back_to, reason="Sai thông tin"))

    def succeed(self, **agencies):
        """Agencies (dots written as _) are replaced by their successors."""
        named = {agency.replace("_", "."): successor for agency, successor in agencies.items()}
        plan = Succession(on=self.now.date(), decision_no="NQ 202/2025/QH15", agencies=named)
        return self._follow(hand_to_successors(self.state, plan, Context(self.now, catalogue(), DOSSIER_ID)))

    def refuse_dossier(self, task):
        self.do(r.RefuseDossier(**who(task), reason="Không đủ điều kiện", **LAW))
        return self.end(task)


def before(state, leg):
    """All legs that a leg waits for, directly or not."""
    found = set()
    for earlier in state.legs[leg].after:
        found |= {earlier} | before(state, earlier)
    return found


ENDED = ("closed", "stopped")


def check(life):
    """What holds at every moment of every journey."""
    state, tasks = life.state, life.tasks()
    _somebody_acts(state, tasks)
    _nothing_on_the_way_is_lost(life)
    _results_are_counted_once(life)
    assert {task["agency"] for task in tasks_of(state)} <= state.parties, "a line for an agency that may not see the dossier"
    assert msgspec.json.decode(msgspec.json.encode(state), type=Journey) == state
    assert len(life.told("ApologyIssued")) == state.apologised
    for event in life.events[life.read:]:
        assert type(event).from_json(event.to_json()) == event
    life.read = len(life.events)


def _somebody_acts(state, tasks):
    at_once = not state.legs and state.status == "result"  # intake hands it out with the same breath
    assert tasks or state.paused or state.hanging or state.status in ENDED or at_once, "nobody has anything to do"
    assert state.status not in ENDED or (not list(tasks_of(state)) and state.next_timer is None), "a line after the end"
    if state.paused == POSTING:
        assert any(leg.posting_stops_clock for leg in state.hanging), "it stands still, and no notice hangs"
    if state.status == "moving" and not state.paused:
        idle = [leg for leg in state.legs.values() if leg.status == "working"]
        acts = [task["leg"] for task in tasks if task["do"] in ("assign", *ENDING)]
        assert sorted(acts) == sorted(leg.leg for leg in idle if leg.draft or not leg.officer or leg not in state.hanging), (
            "a leg that nobody works on")


def _nothing_on_the_way_is_lost(life):
    state, attempts = life.state, {}
    for event in life.told("DossierForwarded"):
        attempts.setdefault(str(event.consignment), []).append(event.attempt)
        assert event.answer_by > event.at
    assert attempts == {name: list(range(1, h.attempt + 1)) for name, h in state.hand_overs.items()}, "not in the state, or sent twice"
    if state.status == "moving":
        unanswered = [h.leg for h in state.hand_overs.values() if h.status in ("sent", "refused", "held")]
        assert sorted(unanswered) == sorted(leg.leg for leg in state.legs.values() if leg.status == "under_way")


def _results_are_counted_once(life):
    state, issued = life.state, life.told("ResultIssued")
    assert len(issued) == (state.status in ("result", "closed")) or state.status == "stopped"
    assert len(life.told("DossierRefused")) == len([event for event in issued if event.outcome == "refused"])
    parts, named = life.told("PartResultIssued"), {leg.result for leg in state.legs.values() if leg.result}
    assert [part.result_no for part in parts] == list(state.part_results)
    if issued and issued[0].outcome == "granted" and len(named) > 1:
        assert {part.result for part in parts} == named
    if not life.told("LegReturned"):
        assert len({part.result for part in parts}) == len(parts), "one of several results exists twice"
