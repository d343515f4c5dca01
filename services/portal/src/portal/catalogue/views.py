"""What is shown of procedures: a line in a list, and one with its seven parts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """A procedure in a list; `least_dong` is the smallest sum it may cost."""

    id: str
    name: str
    field: str
    level: str
    term: str
    least_dong: int = 0
    most_dong: int = 0
    online: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its value in the address, its words, how many it would show."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """What was found; `known` says how many procedures are in force at all."""

    q: str = ""
    cards: tuple[ProcedureCard, ...] = ()
    nearest: bool = False
    field: str = ""
    level: str = ""
    fields: tuple[Choice, ...] = ()
    levels: tuple[Choice, ...] = ()
    known: int = 0


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper to hand in."""

    id: str
    name: str
    copies: int
    kind: str
    required: bool

    @property
    def is_form(self) -> bool:
        """Whether it is the procedure's own form."""
        return self.id == "form"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee: for which channel and case, and for what each."""

    name: str
    dong: int
    channel: str = ""
    case: str = ""
    per: str = "dossier"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with what differs."""

    id: str
    name: str
    term: str
    papers: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """A leg of the route: who does what, for how long; `together` with the one before."""

    task: str
    who: str
    share: str
    together: bool = False
    branch: str = ""
    posting: str = ""
    pause: str = ""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version, and whether it answers for today."""

    number: int
    since: date
    until: date | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class ProcedureView:
    """A procedure as announced. `followers` are id and name of what took its place; `link` is its permanent address."""

    id: str
    name: str
    name_en: str
    field: str
    level: str
    number: int
    term: str
    legal_term: str
    after_three: bool
    steps: str
    channels: tuple[str, ...]
    any_desk: bool
    who: str
    authority: str
    results: tuple[str, ...]
    decision_no: str
    process_decision_no: str
    service_level: str
    partial_reason: str
    papers: tuple[PaperLine, ...]
    fees: tuple[FeeLine, ...]
    always_paid: bool
    cases: tuple[CaseLine, ...]
    route: tuple[StepLine, ...]
    legal_basis: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    current: bool
    in_force: bool
    link: str
    qr: str
    today: date
    followers: tuple[tuple[str, str], ...] = ()

    @property
    def online(self) -> bool:
        """Whether it may be handed in here."""
        return self.in_force and self.current and "online" in self.channels
