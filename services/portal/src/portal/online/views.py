"""What is shown of a draft: where to hand in, the form's fields, its papers, and all of it before it goes."""

from dataclasses import dataclass, field
from typing import Any, Literal

from portal.mine.views import Sheet

Page = Literal["who", "papers", "review"]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of the form: its name with intake, its words' key, how it is typed, and what was."""

    name: str
    words: str
    kind: Literal["text", "tel", "email", "area", "number"] = "text"
    value: str = ""
    autocomplete: str = "off"
    most: int = 200
    required: bool = False
    hint: str = ""
    label: str = ""  # of what the catalogue names itself


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper to upload, and the files given."""

    id: str
    name: str
    required: bool
    original: bool
    files: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginView:
    """The first page: the case, and the desk that it is handed in to."""

    procedure: str
    name: str
    cases: tuple[tuple[str, str, str], ...]
    branches: tuple[tuple[str, str, bool], ...]
    provinces: tuple[tuple[str, str], ...]
    province: str
    desks: tuple[tuple[str, str], ...]
    faults: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class DraftView:
    """A page of a draft. `lacking` are all faults as page, field and words; `faults` those of this page's fields."""

    page: Page
    dossier_id: str
    procedure: str
    name: str
    desk: str
    case: str = ""
    who: str = "person"
    values: dict[str, Any] = field(default_factory=dict)
    groups: tuple[tuple[str, tuple[FieldView, ...]], ...] = ()
    channels: tuple[str, ...] = ()
    papers: tuple[PaperView, ...] = ()
    faults: dict[str, str] = field(default_factory=dict)
    lacking: tuple[tuple[Page, str, str], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    alike: str = ""
    cost_dong: int = 0
    key: str = ""
    said: str = ""
