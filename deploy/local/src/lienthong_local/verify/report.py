"""What verify found."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing that isn't as it should be: `kind` names it, `where` says in which service or topic."""

    kind: str
    where: str
    dossier_id: str
    detail: str


@dataclass(slots=True)
class Report:
    """Everything found, and how much was read; `figures` were counted again, `repeated` are harmless
    second copies of an event on a topic.
    """

    events: int = 0
    dossiers: int = 0
    entries: int = 0
    figures: int = 0
    repeated: int = 0
    set_aside: int = 0
    of_kind: Counter[str] = field(default_factory=Counter)
    found: list[Disagreement] = field(default_factory=list)

    def add(self, kind: str, where: str, dossier_id: object, detail: str = "") -> None:
        """Note a disagreement."""
        self.found.append(Disagreement(kind, where, str(dossier_id), detail))

    @property
    def kinds(self) -> Counter[str]:
        """How many of each kind."""
        return Counter(item.kind for item in self.found)

    @property
    def missing(self) -> int:
        """Events that were promised and aren't where they belong."""
        return sum(n for kind, n in self.kinds.items() if kind in MISSING)

    @property
    def amiss(self) -> list[Disagreement]:
        """What a played period must not end with: a consignment that nobody has answered by its end is no loss."""
        return [item for item in self.found if item.kind != "unanswered"]

    @property
    def duplicates(self) -> int:
        """Numbers or entries that exist twice."""
        return sum(n for kind, n in self.kinds.items() if kind in DOUBLED)


MISSING = frozenset({"number_skipped", "missing_from_ledger", "never_sent", "lost", "not_handled"})
DOUBLED = frozenset({"number_doubled", "not_on_topic"})
WORDS = {
    "number_skipped": "số thứ tự bị thiếu trên Kafka",
    "number_doubled": "một số thứ tự có hai sự kiện",
    "missing_from_ledger": "sự kiện không có trong sổ cái",
    "not_on_topic": "sổ cái có sự kiện mà Kafka không có",
    "altered": "nội dung trong sổ cái khác trên Kafka",
    "chain_broken": "chuỗi băm của sổ cái bị đứt",
    "seal_broken": "niêm phong của một ngày không còn khớp với sổ cái",
    "never_sent": "sự kiện còn trong hộp đi, chưa gửi",
    "lost": "đã cấp số nhưng không thấy sự kiện",
    "not_handled": "dịch vụ chưa xử lý sự kiện",
    "state_differs": "trạng thái không khớp với các sự kiện",
    "figure_differs": "con số trên bảng và báo cáo khác với sổ cái",
    "budget_off": "thời gian các bên dùng không cộng đúng bằng tổng",
    "budget_untold": "quỹ thời gian khác với những gì nhật ký kể lại",
    "never_raised": "đã quá hạn mà không ai được báo",
    "raised_twice": "một mốc thời hạn được báo hai lần",
    "unanswered": "bàn giao quá hạn trả lời",
    "set_aside": "sự kiện nằm trong hàng lỗi",
}
