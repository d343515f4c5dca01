"""A run's outcome for people."""

from rich.console import Console
from rich.table import Table

from lienthong_local.chaos.faults import KINDS
from lienthong_local.chaos.outcome import BAR, Outcome, by_fault, recovery
from lienthong_local.verify.verb import show as show_report

_WORDS = {kind.name: kind.words for kind in KINDS}


def show(outcome: Outcome, console: Console) -> None:
    """The faults in a table, the figures in a sentence each, and every finding."""
    _faults(outcome, console)
    for name, reason in outcome.skipped.items():
        console.print(f"[yellow]Bỏ qua[/] {_WORDS.get(name, name)}: {reason}")
    show_report(outcome.report, console)
    told = outcome.told
    console.print(f"{outcome.promised} lời hứa qua HTTP (2xx): mất {len(outcome.broken.lost)}, thừa {len(outcome.broken.doubled)}")
    console.print(f"{told.due} tin phải gửi: mất {len(told.lost)}, không ai yêu cầu {told.strange}, báo hai lần {sum(told.twice.values())}")
    console.print(f"{outcome.papers} giấy tờ đã nhận: mất {len(outcome.papers_lost)}; từ chối vì hết chỗ {outcome.turned_away}")
    console.print(f"{sum(outcome.redelivered.values())} bản ghi phát lại trên Kafka, {outcome.report.repeated} bản trùng được bỏ qua")
    list_findings(outcome, console)
    if outcome.unfinished:
        console.print(f"[red]{outcome.unfinished} hồ sơ không bao giờ xong[/]")
    verdict = "[green]Không mất, không trùng.[/]" if outcome.good else f"[red]Mất {outcome.lost}, trùng {outcome.doubled}.[/]"
    console.print(f"{len(outcome.faults)} sự cố. {verdict}")


def list_findings(outcome: Outcome, console: Console) -> None:
    """A sentence each."""
    told = outcome.told
    findings = [*outcome.broken.lost, *outcome.broken.doubled, *told.lost, *outcome.papers_lost, *outcome.refused]
    for sentence in findings[:50]:
        console.print(f"  [red]{sentence}[/]", highlight=False)


def _faults(outcome: Outcome, console: Console) -> None:
    table = Table("sự cố", "ở đâu", "số lần", "hồi phục p50", "lâu nhất", f"quá {BAR:.0f} s", box=None, pad_edge=False)
    for row in by_fault(outcome.faults):
        table.add_row(_WORDS[row["kind"]], row["victim"], *map(_cell, (row["count"], row["p50_s"], row["max_s"], row["late"])))
    every = recovery(outcome.faults)
    table.add_row("tất cả", "", *map(_cell, (every["count"], every["p50_s"], every["max_s"], every["late"])), style="bold")
    console.print(table)


def _cell(value: float | int | None) -> str:
    return "·" if not value else f"{value:.1f} s" if isinstance(value, float) else str(value)
