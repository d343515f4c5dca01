"""The catalogue on its compacted topic: each version of each entry is a key; owned by intake."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from lienthong_contracts.event import Code, Dong, Event, Part, Rung, Text
from lienthong_contracts.intake import Channel
from lienthong_contracts.routing import PlannedLeg


class CatalogueEntry(Event):
    """A version of an entry, in force from `valid_from` until before `valid_to`."""

    producer: ClassVar[str] = "intake"
    topic: ClassVar[str] = "catalogue.v1"

    id: Code
    entry_version: int = 1
    valid_from: date
    valid_to: date | None = None

    @property
    def key(self) -> str:
        """The key on the compacted topic."""
        return f"{type(self).__name__}/{self.id}@{self.entry_version}"

    def in_force(self, day: date) -> bool:
        """Whether this version is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Hours = Annotated[str, StringConstraints(pattern=r"^[0-2]?[0-9]:[0-5][0-9]-[0-2]?[0-9]:[0-5][0-9]$")]


class OfficeHours(Part):
    """When an agency works and when it only receives, by weekday: ["07:30-11:30", "13:30-17:00"] (domain.md §2.3)."""

    work: dict[Weekday, tuple[Hours, ...]]
    reception: dict[Weekday, tuple[Hours, ...]] = Field(default_factory=dict)
    after_hours: Literal["next-opening", "actual"] = "next-opening"


class AgencyPublished(CatalogueEntry):
    """An agency of the dated tree: its identifier (QĐ 20/2020), kind, superior, and who follows it."""

    example: ClassVar[dict[str, object]] = {
        "id": "H32.41", "valid_from": "2025-07-01", "name": "UBND xã Thuận Bắc", "kind": "one_stop", "parent": "H32",
    }  # fmt: skip

    name: Text
    kind: Literal["one_stop", "resolving", "vertical", "government"]
    parent: Code | None = None
    level: Text = ""
    successor: Code | None = None
    roles: tuple[Code, ...] = ()
    hours: OfficeHours | None = None  # without: the usual ones
    old_id: Code | None = None  # by TT 10/2016 (QCVN 102:2016), as older systems still write it
    code_scheme: Literal["legacy4", "qd20", "y8seq7"] = "qd20"  # how a desk's dossier codes look (domain.md §1.4)
    decision_no: Text = ""  # what made, merged or closed the agency


class ProcedurePublished(CatalogueEntry):
    """A procedure (thủ tục hành chính) with its seven mandatory parts (NĐ 63/2010 Đ.8.2)."""

    example: ClassVar[dict[str, object]] = {
        "id": "1.001612", "valid_from": "2026-07-01", "name": "Thành lập hộ kinh doanh", "field": "H32-KD",
        "decision_no": "QĐ 1/QĐ-UBND", "steps": "Nộp hồ sơ, nhận kết quả", "channels": ["counter", "online"],
        "papers": [{"id": "form", "name": "Giấy đề nghị", "copies": 1}], "term": "3wd", "who": "person",
        "authority": "UBND cấp xã", "result": "Giấy chứng nhận", "fee_dong": 100000, "route": "1.001612",
    }  # fmt: skip

    class Paper(Part):
        """A component of the dossier (thành phần hồ sơ)."""

        id: Code
        name: Text
        copies: int = 1
        required: bool = True
        kind: Literal["original", "certified", "copy", "electronic"] = "copy"

    class Fee(Part):
        """What is paid when the dossier is received (R25), for one channel and case or, without, for all of them."""

        id: Code
        name: Text
        amount_dong: Dong
        channel: Channel | None = None
        case: Code | None = None
        per: Literal["dossier", "page", "copy"] = "dossier"

    class Case(Part):
        """A case of the procedure (trường hợp) with what differs: its term, its route, its papers, the branches that make it."""

        id: Code
        name: Text
        term: Code | None = None
        route: Code | None = None
        papers: tuple[Code, ...] | None = None  # of the procedure's papers; without: all that are required
        branches: tuple[Code, ...] | None = None  # exactly these of the route's make the case; without: it depends on none

    class Result(Part):
        """A result that the dossier ends with; a linked procedure (liên thông) has several, of procedures of their own."""

        id: Code
        name: Text
        procedure: Code | None = None

    name: Text
    name_en: Text = ""
    field: Code
    decision_no: Text
    steps: Text
    channels: tuple[Channel, ...]
    papers: tuple[Paper, ...]
    term: Code
    who: Literal["person", "organisation", "both"]
    authority: Text
    result: Text
    fee_dong: Dong = 0
    route: Code
    supplement_mode: Literal["restart", "suspend"] = "restart"
    receipt_required: bool = True
    sensitive: bool = False
    legal_basis: tuple[Text, ...] = ()
    warn_at: tuple[Rung, ...] = ("share-80",)
    supplement_window: Code | None = None  # a term; without: the citizen may take any time
    stalled_after: Code = "15wh"  # no event for so long: the dossier is stuck
    escalate_after: Code = "1wd"  # after the breach, until the supervising one-stop is told
    level: Text = ""  # where it is resolved, in the words of the announced list; no rule depends on it
    legal_term: Code | None = None  # the law's own term, where the locality cut it
    days_saved: Annotated[float, Field(ge=0, le=400)] = 0  # working days that the cut saves (S4-08)
    priority_term: Code | None = None  # an earlier target of the agencies' own; the date by law stays (S4-09)
    service_level: Literal["full", "partial", "information"] = "partial"  # NĐ 42/2022, NĐ 224/2026 Đ.14
    partial_reason: Text = ""
    old_level: Annotated[int, Field(ge=1, le=4)] | None = None  # mức độ 1-4, before 2022
    paperless: bool = False  # an online dossier of it has no paper to hand over (S4-10)
    after_three: bool = False  # received after 15:00 it counts as received at the next working day's opening
    any_desk: bool = True  # any one-stop of the province takes it (phi địa giới, NĐ 107/2021)
    cases: tuple[Case, ...] = ()
    fees: tuple[Fee, ...] = ()
    results: tuple[Result, ...] = ()
    process_decision_no: Text = ""  # the internal process' own decision (R29, ISO 9001)
    letter: Literal["thanks", "congratulation", "condolence"] | None = None  # goes with the result (S0-26)
    replaced_by: tuple[Code, ...] = ()
    retention_days: Annotated[int, Field(ge=1, le=36500)] = 1825  # after the end, until who it was is erased


class RoutePublished(CatalogueEntry):
    """A route as data: its legs' agencies are roles, resolved to agencies around the receiving desk."""

    example: ClassVar[dict[str, object]] = {
        "id": "1.001612", "valid_from": "2026-07-01", "name": "Hộ kinh doanh", "decision_no": "QĐ 2/QĐ-UBND",
        "legs": [{"leg": "appraise", "agency": "business", "task": "Thẩm định", "share": "1.5wd"}],
    }  # fmt: skip

    class Branch(Part):
        """A part of the route that the citizen may choose: legs name it."""

        id: Code
        name: Text
        default: bool = True

    name: Text
    decision_no: Text
    legs: tuple[PlannedLeg, ...]
    branches: tuple[Branch, ...] = ()
    least_branches: Annotated[int, Field(ge=0, le=20)] = 0
    sum_override: Text = ""  # why a sum of shares above the term was accepted, and by whom


class CalendarYearPublished(CatalogueEntry):
    """A year's table: each day that isn't an ordinary one, with the decision behind it (domain.md §2.2).

    With `agency`, the rows are that agency's own and go before the national ones, day by day; its id is AGENCY/YEAR.
    """

    example: ClassVar[dict[str, object]] = {
        "id": "VN/2026", "valid_from": "2026-01-01", "year": 2026, "days": [
            {"on": "2026-01-02", "kind": "swapped_off", "name": "Nghỉ hoán đổi", "decision_no": "VPCP 12729"}],
    }  # fmt: skip

    class Day(Part):
        """A row of the table."""

        on: date
        kind: Literal["holiday", "compensatory_off", "swapped_off", "working_saturday"]
        name: Text
        decision_no: Text = ""

    class OwnHours(Part):
        """A day worked in hours of its own, such as a local half-day."""

        on: date
        name: Text
        decision_no: Text
        windows: tuple[Hours, ...]

    agency: Code | None = None
    year: int
    projection: bool = False
    days: tuple[Day, ...]
    own_hours: tuple[OwnHours, ...] = ()


class LetterPublished(CatalogueEntry):
    """A message's text: which event it tells of, for which channel, in which language (Jinja2)."""

    example: ClassVar[dict[str, object]] = {
        "id": "received.sms.vi", "valid_from": "2025-01-01", "template": "received", "channel": "sms", "language": "vi",
        "subject": "", "text": "Ho so {{ code }} da duoc tiep nhan.",
    }  # fmt: skip

    template: Code
    channel: Literal["sms", "email"]
    language: Literal["vi", "en"]
    subject: Text = ""
    text: Text
    parts: Annotated[int, Field(ge=1, le=3)] = 1  # the most parts that an SMS of it may be paid for
