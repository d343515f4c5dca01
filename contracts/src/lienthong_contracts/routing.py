"""What passed between agencies; reported by routing, as are work.py and results.py."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, DossierEvent, Part, Rung, Text, example

CONSIGNMENT = "01933c3e-7a00-7000-8000-0000000000c1"


class PlannedLeg(Part):
    """One agency's share of the work (chặng): `share` is its part of the term, `after` the legs it waits for.

    `consult_within` and `on_silence` say what holds for opinions asked during the leg (R13, R14).
    """

    leg: Code
    agency: Code
    task: Text
    share: Code
    after: tuple[Code, ...] = ()
    pause_before: Text = ""
    warn_at: tuple[Rung, ...] = ()
    consult_within: Code | None = None
    on_silence: Literal["escalate", "deemed_consent"] = "escalate"
    branch: Code | None = None  # only when the citizen chose it
    phase: int = 1
    posting: Code | None = None  # how long the notice hangs in public (niêm yết) before the leg can end
    posting_stops_clock: bool = False
    external: Text = ""  # the outside system that answers in the agency's name
    supervisor: Code | None = None  # who watches over the leg (R17): a role in a route, an agency in a journey
    result: Code | None = None  # which of the procedure's results the leg ends with


class FromRouting(DossierEvent):
    """What routing reports."""

    producer: ClassVar[str] = "routing"


class JourneyPlanned(FromRouting):
    """The legs this dossier will take, and who owns each (R15, R16)."""

    example = example(route="1.001612", route_version=1, desk="H32.41", legs=[
        {"leg": "appraise", "agency": "H32.41.KT", "task": "Thẩm định", "share": "1.5wd"},
        {"leg": "tax", "agency": "TCT.32", "task": "Cấp mã số thuế", "share": "1wd", "after": ["appraise"]}])  # fmt: skip

    route: Code
    route_version: int
    desk: Code
    legs: tuple[PlannedLeg, ...]


class DossierForwarded(FromRouting):
    """A consignment left one agency for another (bàn giao). A resend keeps its `consignment` and counts `attempt`."""

    example = example(consignment=CONSIGNMENT, leg="tax", sender="H32.41", receiver="TCT.32", attempt=1,
                      answer_by="2026-11-23T17:00:00+07:00")  # fmt: skip

    consignment: UUID
    leg: Code
    sender: Code
    receiver: Code
    attempt: int
    answer_by: AwareDatetime


class HandOverAcknowledged(FromRouting):
    """The receiving agency has the consignment (the second signature of Mẫu 06)."""

    example = example(consignment=CONSIGNMENT, leg="tax", agency="TCT.32", officer="lvm")

    consignment: UUID
    leg: Code
    agency: Code
    officer: Code


class HandOverRefused(FromRouting):
    """The receiving agency sent the consignment back, with its reason."""

    example = example(consignment=CONSIGNMENT, leg="tax", agency="TCT.32", officer="lvm", reason="Thiếu tờ khai")

    consignment: UUID
    leg: Code
    agency: Code
    officer: Code
    reason: Text


class HandOverRecalled(FromRouting):
    """The sender took a consignment back before it was acknowledged; it holds the dossier until it sends it again."""

    example = example(consignment=CONSIGNMENT, leg="tax", agency="H32.41", officer="ntb", reason="Gửi nhầm phiếu")

    consignment: UUID
    leg: Code
    agency: Code
    officer: Code
    reason: Text


class JourneyHandedToSuccessor(FromRouting):
    """An agency ceased and its successor took over the leg (NĐ 118/2025); the leg `return` is the receiving desk's part."""

    example = example(leg="appraise", predecessor="H43.06", successor="H32.41", decision_no="NQ 202/2025/QH15")

    leg: Code
    predecessor: Code
    successor: Code
    decision_no: Text
