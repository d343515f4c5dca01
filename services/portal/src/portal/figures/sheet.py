"""Report 06a as a workbook, laid out as the prescribed form."""

from io import BytesIO

from xlsxwriter import Workbook

from portal.figures.report_06a import GROUPS
from portal.figures.views import ReportRow, ReportView

_FACE = {"font_name": "Times New Roman"}
_FIRST = 7  # the row, from nought, of the groups' heads


def workbook(view: ReportView) -> bytes:
    """The file; figures are numbers, words are never formulas, whatever they begin with."""
    made = BytesIO()
    # strings_to_formulas off: an agency's name that begins with "=" is a name.
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("06a")
    plain, cell = book.add_format(_FACE), book.add_format({**_FACE, "border": 1, "num_format": "#,##0"})
    bold = book.add_format({**_FACE, "bold": True})
    head = book.add_format({**_FACE, "bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(1, 1, 32)
    for n, line in enumerate(heading(view)):
        sheet.write_string(n, 0, line, bold if n < 3 else plain)
    _heads(sheet, view, head)
    assert view.total is not None
    for n, row in enumerate((*view.rows, view.total)):
        _row(sheet, _FIRST + 3 + n, n + 1, row, view, cell)
    sheet.freeze_panes(_FIRST + 3, 2)
    book.close()
    return made.getvalue()


def heading(view: ReportView) -> list[str]:
    """What stands above the table."""
    since, until = view.chosen.period
    apart = "tính vào cột 9." if view.chosen.merged else "đứng riêng ở cột 14: (3) = (7) + (11) + (14)."
    return [
        "Biểu số II.06a/VPCP/KSTT",
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
        f"Kỳ báo cáo: từ ngày {since:%d/%m/%Y} đến ngày {until:%d/%m/%Y}",
        f"Đơn vị báo cáo: {view.chosen.name}",
        "Đơn vị tính: số hồ sơ thủ tục hành chính. Hồ sơ liên thông đếm một lần.",
        f"Hồ sơ dừng, rút, từ chối {apart}",
    ]


def _heads(sheet: object, view: ReportView, head: object) -> None:
    write, merge = sheet.write, sheet.merge_range  # type: ignore[attr-defined]
    merge(_FIRST, 0, _FIRST + 1, 0, "STT", head)
    merge(_FIRST, 1, _FIRST + 1, 1, "Lĩnh vực giải quyết", head)
    write(_FIRST + 2, 0, "(1)", head)
    write(_FIRST + 2, 1, "(2)", head)
    left = 2
    for name, _, width in groups(view):
        merge(_FIRST, left, _FIRST, left + width - 1, name, head)
        left += width
    for n, column in enumerate(view.columns, 2):
        write(_FIRST + 1, n, column.vi, head)
        write(_FIRST + 2, n, f"({column.number})", head)


def groups(view: ReportView) -> list[tuple[str, str, int]]:
    """The heads above the columns, each with its width."""
    *first, (vi, en, _) = GROUPS
    return [*first, (vi, en, len(view.columns) - sum(width for _, _, width in first))]


def _row(sheet: object, at: int, number: int, row: ReportRow, view: ReportView, cell: object) -> None:
    write, text = sheet.write_number, sheet.write_string  # type: ignore[attr-defined]
    text(at, 0, str(number) if row.field else "", cell)
    text(at, 1, row.name if row.field else "Tổng cộng", cell)
    for n, column in enumerate(view.columns, 2):
        write(at, n, row.counts[column.key], cell)
