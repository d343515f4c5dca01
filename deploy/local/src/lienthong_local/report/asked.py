"""What a report is asked for: its form, agency and days, every fault of them named at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from lienthong_local.failure import StackError

FORMS = {"06a": "biểu II.06a", "766": "chỉ số QĐ 766", "scores": "thang điểm TT 01/2018", "ledger": "sổ theo dõi hồ sơ (Mẫu 07)"}
# What each form is made as, beside the table and JSON.
FILES: dict[str, tuple[str, ...]] = {"06a": ("xlsx", "pdf"), "766": (), "scores": (), "ledger": ("pdf",)}
Kind = Literal["xlsx", "pdf"]
LONGEST = 3660  # days, as the portal bounds a period


class Asked(NamedTuple):
    """A report that can be made; `agency` is '' for everybody."""

    form: str
    agency: str
    since: date
    until: date
    merged: bool = False

    @property
    def query(self) -> dict[str, str]:
        """The same as the portal's addresses have it."""
        asked = {"tu": self.since.isoformat(), "den": self.until.isoformat(), "co-quan": self.agency}
        return {**asked, "gop": "1"} if self.merged else asked


def asked(form: str, agency: str, since: str, until: str, known: Callable[[str], bool], files: dict[Kind, Path | None], *,
          merged: bool = False) -> Asked:  # fmt: skip
    """The report that was asked for; `known` says whether there is such an agency. Raises StackError that names every fault."""
    first, last = _day(since), _day(until)
    faults = [
        *_of_form(form, files, merged=merged), *_of_agency(form, agency, known), *_of_day("--from", since, first),
        *_of_day("--to", until, last), *(_of_period(form, first, last) if first and last else ()),
    ]  # fmt: skip
    if faults or first is None or last is None:
        raise StackError("; ".join(faults))
    return Asked(form, agency, first, last, merged)


def _of_form(form: str, files: dict[Kind, Path | None], *, merged: bool) -> list[str]:
    if form not in FORMS:
        return [f"không có báo cáo {form!r}: có {', '.join(FORMS)}"]
    faults = [f"{form} không có tệp {kind}: dùng {_instead(form)}" for kind, path in files.items() if path and kind not in FILES[form]]
    faults += [f"--{kind} {path}: không có thư mục {path.parent}" for kind, path in files.items() if path and not path.parent.is_dir()]
    return faults + (["--merged chỉ dùng cho 06a"] if merged and form != "06a" else [])


def _instead(form: str) -> str:
    return " hoặc ".join([*(f"--{kind}" for kind in FILES[form]), "--json"])


def _of_agency(form: str, agency: str, known: Callable[[str], bool]) -> list[str]:
    if not agency:
        return ["--agency: sổ theo dõi là của một bộ phận một cửa, hãy nêu mã"] if form == "ledger" else []
    return [] if known(agency) else [f"--agency {agency}: không có cơ quan này"]


def _of_day(name: str, text: str, read: date | None) -> list[str]:
    return [] if read else [f"{name} {text}: không phải là ngày, viết như 2026-01-31"]


def _of_period(form: str, since: date, until: date) -> list[str]:
    if until < since:
        return [f"--to {until} đứng trước --from {since}"]
    if (until - since).days > LONGEST:
        return ["kỳ báo cáo dài quá mười năm"]
    return ["một sổ theo dõi là của một năm: --from và --to phải cùng năm"] if form == "ledger" and since.year != until.year else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
