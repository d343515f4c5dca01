"""What a rebuild found, for people and for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table

WORDS = {
    "record": "hình của hồ sơ", "work": "dòng trong hộp việc", "stay": "nơi hồ sơ được đếm", "daily": "theo ngày", "standing": "đang có",
    "flow": "đi qua các cơ quan", "delivery": "tin gửi", "gap": "số bị thiếu", "dossier": "cột tìm hồ sơ", "journey": "cột tìm hành trình",
    "task": "việc phải làm", "budget": "cột tìm quỹ thời gian", "log": "quỹ thời gian theo nhật ký",
    "reference": "mã tin của nhà cung cấp", "correspondence": "cột tìm tin nhắn",
}  # fmt: skip
SOURCES = {"portal": "sổ cái", "sla-monitor": "nhật ký và trạng thái của từng hồ sơ", "notifier": "nhật ký và trạng thái của từng hồ sơ"}


class Verdict(StrEnum):
    """What was found of a dossier's budget."""

    AS_TOLD = "as_told"
    DIFFERING = "differing"
    MISSING = "missing"
    UNTELLABLE = "untellable"  # its log lacks something, or says what nobody would have said: nothing is changed
    MOVING = "moving"  # part of what it knows or said isn't on the log yet: nothing is changed


AMISS = (Verdict.DIFFERING, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Found:
    """By table, how much was wrong; of the portal, rows taken away and added. `moving` and `untellable` dossiers weren't judged."""

    service: str
    mended: Mapping[str, tuple[int, ...]]
    differing: int
    entries: int | None = None
    moving: int = 0
    untellable: tuple[str, ...] = ()

    @classmethod
    def of(cls, service: str, wrong: Mapping[str, int], told: Mapping[UUID, Verdict]) -> "Found":
        """Of a service that keeps no ledger; `told` are the verdicts on its budgets, where it has any."""
        untellable = tuple(str(dossier_id) for dossier_id, verdict in told.items() if verdict is Verdict.UNTELLABLE)
        moving = sum(verdict is Verdict.MOVING for verdict in told.values())
        mended = {table: (count,) for table, count in wrong.items()}
        return cls(service, mended, sum(wrong.values()), moving=moving, untellable=untellable)

    @property
    def said(self) -> dict[str, Any]:
        """For programs."""
        mended = {table: counts if self.service == "portal" else counts[0] for table, counts in self.mended.items()}
        of_log = {"moving": self.moving, "untellable": self.untellable} if self.service == "sla-monitor" else {}
        entries = {"entries": self.entries} if self.entries is not None else {}
        return {**entries, "mended": mended, "differing": self.differing, **of_log}

    def status(self, check: bool) -> int:
        """The exit status."""
        return int(bool(self.untellable) or (check and self.differing > 0))


def show(found: Found, check: bool, console: Console) -> None:
    """For people."""
    if found.entries is not None:
        console.print(f"{found.entries} dòng sổ cái đã đọc lại")
    if found.moving:
        console.print(f"{found.moving} hồ sơ đang có việc dở dang, nhật ký chưa đủ: chưa so")
    if found.untellable:
        console.print(f"[red]{len(found.untellable)} hồ sơ mà nhật ký không kể lại được[/], giữ nguyên: {', '.join(found.untellable[:10])}")
    if any(map(any, found.mended.values())):
        _show_mended(found, check, console)
    elif not found.untellable:
        source = SOURCES.get(found.service, "trạng thái của từng hồ sơ")
        console.print(f"[green]Khớp hoàn toàn:[/] mọi dòng, mọi con số của {found.service} đúng như {source}.")


def _show_mended(found: Found, check: bool, console: Console) -> None:
    headings = ("thừa hoặc sai", "thiếu hoặc sai") if found.service == "portal" else ("dòng sai",)
    table = Table("bảng", *headings, box=None, pad_edge=False)
    for name, counts in found.mended.items():
        if any(counts):
            table.add_row(WORDS[name], *map(str, counts))
    console.print(table)
    console.print("chưa đổi gì (--check)" if check else "[green]đã sửa cho đúng[/]")
