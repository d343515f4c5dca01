"""What time says, per dossier and per leg; reported by sla-monitor. Lengths are working minutes of the office."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, DossierEvent, Minutes, Text, example

DOSSIER_CLOCK = "dossier"


class _FromMonitor(DossierEvent):
    producer: ClassVar[str] = "sla-monitor"

    clock: Code
    agency: Code


def _example(**fields: object) -> dict[str, object]:
    return example(clock=DOSSIER_CLOCK, agency="H32.41", **fields)


class ClockStarted(_FromMonitor):
    """A clock runs: `granted` minutes until `due_at`. `clock` is "dossier" or the leg's name."""

    example = _example(granted=1350, due_at="2026-11-27T17:00:00+07:00")

    granted: Minutes
    due_at: AwareDatetime


class ClockPaused(_FromMonitor):
    """The clock stands still, on a legal ground."""

    example = _example(ground="Chờ bổ sung", remaining=900)

    ground: Text
    remaining: Minutes


class ClockResumed(_FromMonitor):
    """The clock goes on with what remained; the date moved by the pause and no more."""

    example = _example(remaining=900, due_at="2026-12-01T17:00:00+07:00")

    remaining: Minutes
    due_at: AwareDatetime


class ClockRestarted(_FromMonitor):
    """The whole term runs anew after a supplement (R12)."""

    example = _example(granted=1350, due_at="2026-12-02T17:00:00+07:00")

    granted: Minutes
    due_at: AwareDatetime


class ClockStopped(_FromMonitor):
    """The clock's work is over: what was used and what was paused."""

    example = _example(used=820, paused=450)

    used: Minutes
    paused: Minutes


class DeadlineApproaching(_FromMonitor):
    """A warning rung was reached (sắp đến hạn)."""

    example = _example(rung="share-80", due_at="2026-11-27T17:00:00+07:00", remaining=270)

    rung: Code
    due_at: AwareDatetime
    remaining: Minutes


class ApologyFellDue(_FromMonitor):
    """The resolving agency owes the citizen an apology by `by`, a working day before the due day (R19)."""

    example = _example(by="2026-11-26T17:00:00+07:00", due_at="2026-11-27T17:00:00+07:00")

    by: AwareDatetime
    due_at: AwareDatetime


class DeadlineBreached(_FromMonitor):
    """The due moment passed unfinished (quá hạn). For a dossier, `agency` is the one whose leg ran over most."""

    example = _example(due_at="2026-11-27T17:00:00+07:00", leg="tax", over=310)

    due_at: AwareDatetime
    leg: Code
    over: Minutes


class DeadlineRescheduled(_FromMonitor):
    """A new date after the apology; the original stays for statistics (R21)."""

    example = _example(original_due_at="2026-11-27T17:00:00+07:00", due_at="2026-12-01T17:00:00+07:00")

    original_due_at: AwareDatetime
    due_at: AwareDatetime


class DeadlineMet(_FromMonitor):
    """The dossier was finished: early (trước hạn), on_time (đúng hạn) or late (quá hạn), domain.md §3.1."""

    example = _example(verdict="early", due_at="2026-11-27T17:00:00+07:00", finished_at="2026-11-26T10:00:00+07:00")

    verdict: Literal["early", "on_time", "late"]
    due_at: AwareDatetime
    finished_at: AwareDatetime
