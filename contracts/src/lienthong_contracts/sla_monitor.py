"""Clocks, per dossier and per leg; reported by sla-monitor. Lengths are working minutes of the desk's office."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, DossierEvent, Minutes, Part, Text, example

DOSSIER_CLOCK = "dossier"


class Use(Part):
    """A part of a dossier's time: a leg's work, a wait at a counter, or a pause with its legal ground.

    `about` is the leg's name or the ground; a wait has none.
    """

    kind: Literal["leg", "wait", "pause"]
    agency: Code
    about: Text = ""
    minutes: Minutes


class FromMonitor(DossierEvent):
    """What sla-monitor reports: `clock` is "dossier" or a leg's name."""

    producer: ClassVar[str] = "sla-monitor"

    clock: Code
    agency: Code


def monitor_example(**fields: object) -> dict[str, object]:
    return example(clock=DOSSIER_CLOCK, agency="H32.41", **fields)


class ClockStarted(FromMonitor):
    """A clock runs: `granted` minutes until `due_at`. `clock` is "dossier" or the leg's name."""

    example = monitor_example(granted=1350, due_at="2026-11-27T17:00:00+07:00")

    granted: Minutes
    due_at: AwareDatetime


class ClockPaused(FromMonitor):
    """The clock stands still, on a legal ground."""

    example = monitor_example(ground="Chờ bổ sung", remaining=900)

    ground: Text
    remaining: Minutes


class ClockResumed(FromMonitor):
    """The clock goes on with what remained; the date moved by the pause and no more."""

    example = monitor_example(remaining=900, due_at="2026-12-01T17:00:00+07:00")

    remaining: Minutes
    due_at: AwareDatetime


class ClockRestarted(FromMonitor):
    """The whole term runs anew after a supplement (R12)."""

    example = monitor_example(granted=1350, due_at="2026-12-02T17:00:00+07:00")

    granted: Minutes
    due_at: AwareDatetime


class ClockStopped(FromMonitor):
    """The clock's work is over: what was used and what was paused.

    The dossier's own clock also says who used what: `uses` add up to `used` and `paused` together, to the minute.
    """

    example = monitor_example(used=820, paused=450)

    used: Minutes
    paused: Minutes
    uses: tuple[Use, ...] = ()
