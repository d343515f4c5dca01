"""Reports for people at a terminal: form II.06a with its sums, and points with the formula beside each figure."""

from datetime import datetime
from typing import Any

from portal.format import day
from portal.web.report_words import REPORT_WORDS
from rich.console import Console
from rich.table import Table

from lienthong_local.report.asked import Asked
from lienthong_local.report.identities import identities


def head(console: Console, title: str, asked: Asked) -> None:
    """What a report is, of whom and from when to when."""
    console.print(f"[bold]{title}[/]")
    console.print(f"Kỳ báo cáo: {asked.since:%d/%m/%Y} – {asked.until:%d/%m/%Y} · Đơn vị: {asked.agency or 'tất cả'}\n")


def form_06a(console: Console, made: dict[str, Any], asked: Asked) -> bool:
    """The form, its columns named below it, and its sums; whether they hold."""
    head(console, "Biểu số II.06a/VPCP/KSTT: tình hình, kết quả giải quyết thủ tục hành chính", asked)
    columns = made["columns"]
    table = Table("TT\n(1)", "Lĩnh vực\n(2)", box=None, pad_edge=False, padding=(0, 1))
    for column in columns.values():
        table.add_column(f"\n({column['number']})", justify="right", no_wrap=True)
    for n, row in enumerate(made["rows"], 1):
        table.add_row(str(n), row["name"], *(_number(row[key]) for key in columns))
    table.add_section()
    table.add_row("", "Tổng cộng", *(_number(made["total"][key]) for key in columns), style="bold")
    console.print(table)
    _legend(console, columns)
    return _sums(console, made)


def _legend(console: Console, columns: dict[str, Any]) -> None:
    groups = (("Tiếp nhận", ("3", "4", "5", "6")), ("Đã giải quyết", ("7", "8", "9", "10")), ("Đang giải quyết", ("11", "12", "13")),
              ("Tách riêng, ngoài biểu mẫu", ("14", "10a", "12a")))  # fmt: skip
    words = {column["number"]: column["name"] for column in columns.values()}
    console.print()
    for name, numbers in groups:
        said = " · ".join(f"({n}) {words[n].lower()}" for n in numbers if n in words)
        console.print(f"{name}: {said}", highlight=False)


def _sums(console: Console, made: dict[str, Any]) -> bool:
    console.print()
    found = identities(made)
    for one in found:
        mark = "[green]đúng[/]" if one.holds else "[red]SAI[/]"
        where = f" ở {', '.join(one.broken)}" if one.broken else ""
        console.print(f"{one.words}: {_number(one.left)} = {_number(one.right)} {mark}{where}", highlight=False)
    return all(one.holds for one in found)


def index_766(console: Console, made: dict[str, Any], asked: Asked) -> bool:
    """The index of QĐ 766, its formula beside each figure."""
    head(console, "Chỉ số phục vụ người dân, doanh nghiệp (QĐ 766/QĐ-TTg)", asked)
    console.print(lines_of(made["lines"]))
    console.print(f"\n{_points(made['points'])} trên {made['measured']} điểm đo được; {100 - made['measured']} điểm cần dữ liệu "
                  "của hệ thống khác, không tính là 0 cũng không tính là đủ.", highlight=False)  # fmt: skip
    return True


def scores(console: Console, made: dict[str, Any], asked: Asked) -> bool:
    """The points of TT 01/2018, of the agency and of officers."""
    head(console, "Thang điểm đánh giá (NĐ 61/2018, TT 01/2018 Đ.13-15)", asked)
    console.print(lines_of(made["lines"]))
    of = f"{_points(made['points'])} trên {made['measured']} điểm đo được, tối đa {made['most']}"
    console.print(f"\n{of}: {_band(made)}\n", highlight=False)
    table = Table("cán bộ", "cơ quan", box=None, pad_edge=False, padding=(0, 1))
    for name in ("hồ sơ", "1", "2", "3", "4", "7", "tổng"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("xếp loại")
    for one in made["officers"]:
        marks = ("·" if line["points"] is None else _points(line["points"]) for line in one["lines"])
        table.add_row(one["officer"], one["agency"], _number(one["lines"][0]["whole"]), *marks, _points(one["points"]), _band(one))
    console.print(table if made["officers"] else "Chưa có cán bộ nào làm xong một chặng của hồ sơ trong kỳ.")
    return True


def _band(made: dict[str, Any]) -> str:
    least, most = (REPORT_WORDS[f"scores.{name}"][0] for name in made["band"])
    return least if least == most else f"thấp nhất: {least}; cao nhất: {most}, tuỳ phần chưa đo"


def lines_of(lines: list[dict[str, Any]]) -> Table:
    """Indicators, a row each."""
    table = Table("số", "chỉ tiêu", "công thức", box=None, pad_edge=False, padding=(0, 1))
    for name in ("tử ÷ mẫu", "điểm", "tối đa"):
        table.add_column(name, justify="right", no_wrap=True)
    for line in lines:
        share = "" if line["points"] is None else f"{_number(line['part'])} ÷ {_number(line['whole'])}"
        points = "không đo được" if line["points"] is None else _points(line["points"])
        table.add_row(str(line["number"]), line["name"], line["formula"], share, points, str(line["most"]))
    return table


def ledger(console: Console, made: dict[str, Any], asked: Asked) -> bool:
    """A desk's ledger (Mẫu 07)."""
    head(console, f"Sổ theo dõi hồ sơ năm {asked.since.year}: {made['desk']}", asked)
    table = Table("TT", "mã hồ sơ", "thủ tục", "người nộp", "cơ quan giải quyết", "nhận", "hẹn trả", "chuyển", "có kết quả", "trả",
                  box=None, pad_edge=False, padding=(0, 1))  # fmt: skip
    for row in made["rows"]:
        days = (row["received_at"], row["due_at"], row["forwarded_at"], row["result_at"], row["returned_at"])
        table.add_row(str(row["number"]), row["code"], row["procedure"], row["name"], row["agency"], *map(_day, days))
    console.print(table)
    more = f"; còn nữa sau số {made['rows'][-1]['number']}" if made["more"] else ""
    console.print(f"\n{len(made['rows'])} hồ sơ{more}", highlight=False)
    return True


def _day(text: str | None) -> str:
    return day(datetime.fromisoformat(text)) if text else ""


def _number(n: int) -> str:
    return f"{n:,}".replace(",", ".") if n else "0"


def _points(points: Any) -> str:
    return str(points).replace(".", ",")
