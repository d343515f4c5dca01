"""A locality's replay for people: the published figures beside ours, form 06a, and what else was counted."""

from rich.console import Console
from rich.table import Column, Table

from lienthong_local.year.country import Day
from lienthong_local.year.measured import Measured
from lienthong_local.year.measures import Line

COLUMNS = {"received": "3", "online": "4", "direct": "5", "carried": "6", "resolved": "7", "early": "8", "on_day": "9", "late": "10",
           "open": "11", "open_in_time": "12", "open_late": "13", "apart": "14", "late_apologised": "10a",
           "open_paused": "12a"}  # fmt: skip


def figure(number: float | None) -> str:
    """A figure as it is written in Việt Nam: 26.131 and 97,4."""
    if number is None:
        return "không có"
    text = f"{number:,.10f}".rstrip("0").rstrip(".") if "." in f"{number:,.10f}" else f"{number:,}"
    return text.translate(str.maketrans(",.", ".,"))


def show(found: Measured, console: Console) -> None:
    """Print it."""
    _against(found, console)
    _report(found, console)
    board = "khớp" if all(found.board[key] == found.report[key] for key in found.board) else "KHÁC"
    recount = f"{found.figures} con số, khác {found.recount_differs}"
    console.print(f"\n[bold]Bảng theo dõi:[/] {board} với biểu 06a   [bold]Đếm lại từ sổ cái:[/] {recount}")
    console.print(f"[bold]Đối chiếu:[/] {figure(found.events)} sự kiện, {found.disagreements} bất thường")
    console.print(f"[bold]Thời gian:[/] chạy kỳ {found.seconds:.0f} giây, cả đếm và đối chiếu {found.whole_seconds:.0f} giây")
    console.print("[green]Mọi con số đúng như đã công bố.[/]" if found.good else "[red]Có con số khác với công bố.[/]")


def show_day(day: Day, console: Console) -> None:
    """A day of the country."""
    console.print(f"[bold]Một ngày của cả nước trong {figure(day.minutes)} phút[/], trung bình {figure(day.rate)} hồ sơ mỗi giây")
    came, online, desks, ended = map(figure, (day.came, day.online, day.desks, day.ended))
    console.print(f"{came} hồ sơ đến, {online} trực tuyến, tại {desks} bộ phận một cửa; {ended} xong")
    console.print(f"Nộp xong sau {figure(day.p50)} ms (trung vị), {figure(day.p99)} ms (99 %); lặng sau {figure(day.until_quiet)} giây")
    console.print(f"{figure(day.events)} sự kiện, {day.disagreements} bất thường")


def _against(found: Measured, console: Console) -> None:
    published, ours = (Column(name, justify="right", no_wrap=True) for name in ("công bố", "ở đây"))
    table = Table("mục", "câu gốc", published, ours, "", "cách tính", title=found.title, title_justify="left", box=None, pad_edge=False)
    for line in found.table:
        table.add_row(line.id, line.says, figure(line.published), figure(line.measured), _mark(line), line.formula)
    console.print(table)


def _mark(line: Line) -> str:
    return "[green]✓[/]" if line.equal else "[red]✗[/]"


def _report(found: Measured, console: Console) -> None:
    keys = [key for key in COLUMNS if key in found.report]
    table = Table("lĩnh vực", title="\nBiểu II.06a", title_justify="left", box=None, padding=(0, 1, 0, 0))
    for key in keys:
        table.add_column(COLUMNS[key], justify="right", no_wrap=True)
    for row in found.fields:
        table.add_row(row["name"], *(figure(row[key]) for key in keys))
    table.add_row("[bold]Cộng[/]", *(f"[bold]{figure(found.report[key])}[/]" for key in keys))
    console.print(table)
