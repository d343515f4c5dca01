"""What time says by itself about a dossier, and what became of its date; reported by sla-monitor."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, Minutes, Part, Seconds, Text
from lienthong_contracts.sla_monitor import FromMonitor, monitor_example

_TOLD = {"agency": "TCT.32", "person": "head"}
_CONSIGNMENT = "01933c3e-7a00-7000-8000-0000000000c1"


class Told(Part):
    """Who has to hear of it: an agency's officer, its head, or the supervising one-stop (R14, R17)."""

    agency: Code
    person: Literal["officer", "head", "supervisor"]
    officer: Text = ""


class LegUse(Part):
    """What a leg was granted and what it used until the breach, in working minutes."""

    leg: Code
    agency: Code
    granted: Minutes
    used: Minutes


class _ByTime(FromMonitor):
    """Raised by time alone, at its own instant; `late_seconds` when it was only noticed so long after (an outage)."""

    told: Told | None = None
    late_seconds: Seconds = 0


class DeadlineApproaching(_ByTime):
    """A warning rung was reached (sắp đến hạn)."""

    example = monitor_example(rung="share-80", due_at="2026-11-27T17:00:00+07:00", remaining=270)

    rung: Code
    due_at: AwareDatetime
    remaining: Minutes


class ApologyFellDue(_ByTime):
    """The resolving agency owes the citizen an apology by `by`, a working day before the due day (R19)."""

    example = monitor_example(by="2026-11-26T17:00:00+07:00", due_at="2026-11-27T17:00:00+07:00")

    by: AwareDatetime
    due_at: AwareDatetime


class DeadlineBreached(_ByTime):
    """The due moment passed unfinished (quá hạn). For a dossier, `agency` is the one whose leg ran over most.

    `legs` are all that had begun, so that the delay can be summed per agency.
    """

    example = monitor_example(due_at="2026-11-27T17:00:00+07:00", leg="tax", over=310, told=_TOLD)

    due_at: AwareDatetime
    leg: Code
    over: Minutes
    legs: tuple[LegUse, ...] = ()


class DelayEscalated(_ByTime):
    """The next person on the ladder hears of it: because of a breach, a broken promise or a consultation without answer."""

    example = monitor_example(because="breach", due_at="2026-11-27T17:00:00+07:00", told={"agency": "H32.00", "person": "supervisor"})

    because: Literal["breach", "promise", "consultation"]
    due_at: AwareDatetime


class HandOverUnanswered(_ByTime):
    """A consignment was neither acknowledged nor refused in time; `agency` is the receiver, `clock` the leg (R08)."""

    example = monitor_example(consignment=_CONSIGNMENT, sender="H32.41", answer_by="2026-11-23T17:00:00+07:00", told=_TOLD)

    consignment: UUID
    sender: Code
    answer_by: AwareDatetime


class SupplementLapsed(_ByTime):
    """The citizen's window for the supplement passed."""

    example = monitor_example(round=1, answer_by="2026-11-25T17:00:00+07:00")

    round: int
    answer_by: AwareDatetime


class DossierStalled(_ByTime):
    """Nothing has happened to the dossier for `idle` working minutes although its time runs."""

    example = monitor_example(since="2026-11-23T09:00:00+07:00", idle=900, told=_TOLD)

    since: AwareDatetime
    idle: Minutes


class DeadlineAdjusted(FromMonitor):
    """The calendar changed, and an administrator confirmed what that does to this dossier.

    `due_at` is the date by law, `promised_at` the one that holds for the citizen: neither moves earlier.
    """

    example = monitor_example(old_due_at="2026-11-27T17:00:00+07:00", due_at="2026-11-30T17:00:00+07:00",
                       promised_at="2026-11-30T17:00:00+07:00", granted=1710, decision_no="12729/VPCP-KGVX", officer="admin",
                       calendar="VN/2026@2")  # fmt: skip

    old_due_at: AwareDatetime
    due_at: AwareDatetime
    promised_at: AwareDatetime
    decision_no: Text
    officer: Code
    calendar: Text
    granted: Minutes | None = None


class RescheduleRefused(FromMonitor):
    """A second new date was promised: the first one stays, for the law allows one (R20)."""

    example = monitor_example(due_at="2026-12-01T17:00:00+07:00", refused_due_at="2026-12-04T17:00:00+07:00")

    due_at: AwareDatetime
    refused_due_at: AwareDatetime


class DeadlineRescheduled(FromMonitor):
    """A new date after the apology; the original stays for statistics (R21)."""

    example = monitor_example(original_due_at="2026-11-27T17:00:00+07:00", due_at="2026-12-01T17:00:00+07:00")

    original_due_at: AwareDatetime
    due_at: AwareDatetime


class DeadlineMet(FromMonitor):
    """The dossier was finished: early (trước hạn), on_time (đúng hạn) or late (quá hạn), domain.md §3.1."""

    example = monitor_example(verdict="early", due_at="2026-11-27T17:00:00+07:00", finished_at="2026-11-26T10:00:00+07:00")

    verdict: Literal["early", "on_time", "late"]
    due_at: AwareDatetime
    finished_at: AwareDatetime
