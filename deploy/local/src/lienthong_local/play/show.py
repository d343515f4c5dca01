"""The demo's result for people: one dossier's life, each agency's figures, and whether all of it holds."""

from datetime import datetime

from lienthong_calendar import VIET_NAM
from rich.console import Console
from rich.table import Table

from lienthong_local.play.demo import Result
from lienthong_local.verify import verb


def show_result(result: Result, console: Console) -> None:
    """Print it."""
    _story(result, console)
    _agencies(result, console)
    facts = result.facts
    console.print(f"\n[bold]Tin đã gửi:[/] {facts['emails']} e-mail, {facts['sms']} SMS")
    console.print(f"[bold]Thời hạn:[/] {facts['warnings']} cảnh báo, {facts['breaches']} lần quá hạn, {facts['apologies']} thư xin lỗi")
    console.print(f"[bold]Bàn giao:[/] {facts['hand_overs']} lần được xác nhận; {facts['seconds']} giây\n")
    verb.show(result.report, console)


def _story(result: Result, console: Console) -> None:
    table = Table(
        "thời điểm", "diễn biến", "cơ quan", title=f"Hồ sơ {result.story['code']}", title_justify="left", box=None, pad_edge=False
    )
    for line in result.story["lines"]:
        at = datetime.fromisoformat(line["at"]).astimezone(VIET_NAM)
        table.add_row(f"{at:%d/%m %H:%M}", line["text"], line["agency"])
    console.print(table)


def _agencies(result: Result, console: Console) -> None:
    heads = ("cơ quan", "tiếp nhận", "trước hạn", "đúng hạn", "quá hạn", "đang giữ")
    table = Table(title="\nCác cơ quan", title_justify="left", box=None, pad_edge=False)
    for n, head in enumerate(heads):
        table.add_column(head, justify="right" if n else "left", no_wrap=bool(n))
    for row in result.board["agencies"]:
        done, held = row["resolved"], row["held"]
        figures = (row["received"], done["early"], done["on_time"], done["late"], sum(held.values()))
        table.add_row(row["name"], *(str(n) if n else "·" for n in figures))
    console.print(table)
