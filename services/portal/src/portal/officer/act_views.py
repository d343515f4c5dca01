"""What the dossier's page shows of what may be done now, and of its documents."""

from dataclasses import dataclass, field
from typing import Any

from portal.views import EventLine


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a form: what was typed, and what is wrong with it."""

    name: str
    kind: str
    required: bool
    value: Any = ""
    fault: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActView:
    """A command: its form, or why it mayn't be given; `place` says which leg or opinion it is about."""

    name: str
    icon: str
    key: str
    strong: bool
    allowed: bool
    version: int
    about: tuple[tuple[str, str], ...] = ()
    place: str = ""
    why: str = ""
    law: str = ""
    fields: tuple[FieldView, ...] = ()
    faults: tuple[str, ...] = ()
    open: bool = False

    @property
    def id(self) -> str:
        """Its own among those of the page."""
        return "-".join(("viec", self.name, *(value for _, value in self.about))).replace(" ", "_")


@dataclass(frozen=True, slots=True)
class ActsView:
    """All commands; `silent` names services that didn't answer, `said` what became of one, `changed` what a stale one missed."""

    acts: tuple[ActView, ...] = ()
    key: str = ""
    seen: int = 0
    silent: tuple[str, ...] = ()
    said: str = ""
    done: str = ""
    changed: tuple[EventLine, ...] = ()

    @property
    def allowed(self) -> tuple[ActView, ...]:
        """Those that may be given, the leading ones first."""
        return tuple(act for act in self.acts if act.allowed)

    @property
    def forbidden(self) -> tuple[ActView, ...]:
        """Those that mayn't, with the reason."""
        return tuple(act for act in self.acts if not act.allowed)


@dataclass(frozen=True, slots=True)
class FileView:
    """A stored file of a paper."""

    document: str
    media_type: str
    size: int
    origin: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of the dossier with its files; `state` says how it is digitised."""

    name: str
    state: str
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True)
class PapersView:
    """The dossier's papers; None files when intake didn't answer."""

    papers: tuple[PaperView, ...] = ()
    silent: bool = False
    prints: tuple[str, ...] = field(default=())

    @property
    def files(self) -> tuple[FileView, ...]:
        """All files, in the papers' order."""
        return tuple(file for paper in self.papers for file in paper.files)
