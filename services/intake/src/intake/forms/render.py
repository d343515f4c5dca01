"""Forms and letters as PDF: archival (PDF/A-2a), readable aloud (PDF/UA-1), and the same bytes for the same data."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from msgspec import json
from typst import Compiler, TypstError

from intake.forms.data import (
    Apology,
    ControlSlip,
    Form,
    Ledger,
    Letter,
    Paper,
    Receipt,
    Refusal,
    StopNotice,
    SupplementRequest,
)
from intake.forms.edition import CIRCULARS, number_of, title_of
from intake.forms.paper import for_template
from intake.forms.qr import lookup_address, qr_svg

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES: Final = Path(__file__).parent / "templates"
FILES: Final[dict[type[Paper], str]] = {
    Receipt: "receipt.typ",
    SupplementRequest: "supplement.typ",
    Refusal: "refusal.typ",
    Apology: "apology.typ",
    StopNotice: "stop.typ",
    ControlSlip: "control.typ",
    Ledger: "ledger.typ",
    Letter: "letter.typ",
}
STANDARDS: Final[list["PDFStandard"]] = ["a-2a", "ua-1"]


class UnprintableForm(Exception):
    """Typst couldn't set the form: the message says which one and why."""


class Forms:
    """The printer: one Typst compiler kept warm, which sees the templates' folder and nothing else.

    `lookup_base` is the address of the citizens' portal; `font_folders` hold faces for letters that Typst's own lack.
    `pdf` is synchronous and may be called from several threads, which take turns.
    """

    def __init__(self, lookup_base: str, font_folders: Sequence[Path] = ()) -> None:
        self._lookup_base, self._font_folders = lookup_base, list(font_folders)
        self._turn = Lock()  # a Typst compiler that is asked by two threads at once answers "Already borrowed"

    @cached_property
    def _compiler(self) -> Compiler:
        # Made for the first paper: its faces are 25 MiB, which an instance that prints nothing needn't hold.
        return Compiler(root=TEMPLATES, font_paths=self._font_folders, ignore_system_fonts=True)

    def pdf(self, form: Form | Letter) -> bytes:
        """The paper as PDF. Raises NoSuchForm, NaiveInstant, UnprintableForm."""
        data = json.encode(self._data(form)).decode()
        with self._turn:
            try:
                return self._compiled(form, data, STANDARDS)
            except TypstError:
                # A letter that no face has forbids an archival file; a receipt with a box in a name is better than none.
                return self._plain(form, data)

    def _plain(self, form: Paper, data: str) -> bytes:
        try:
            return self._compiled(form, data, [])
        except TypstError as fault:
            raise UnprintableForm(f"{type(form).__name__}: {fault.message}") from fault

    def _compiled(self, form: Paper, data: str, standards: "list[PDFStandard]") -> bytes:
        path = TEMPLATES / FILES[type(form)]
        made = self._compiler.compile(path, format="pdf", sys_inputs={"paper": data}, pdf_standards=standards)
        assert isinstance(made, bytes)
        return made

    def _data(self, form: Form | Letter) -> dict[str, Any]:
        qr = qr_svg(lookup_address(self._lookup_base, form.code)).decode() if form.code else ""
        named = {} if isinstance(form, Letter) else {"form": number_of(form), "title": title_of(form), "circular": CIRCULARS[form.edition]}
        return {**for_template(form), **named, "qr": qr}
