"""The quality index of QĐ 766/QĐ-TTg: the indicators that this house's events can measure, each with its formula (domain.md §3.3)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple


class Indicator(NamedTuple):
    """A line of the index: `most` points, reached at `full` of its share; without figures it isn't measured here."""

    number: str
    group: str
    vi: str
    en: str
    most: int
    formula_vi: str
    formula_en: str
    part: int | None = None
    whole: int | None = None
    full: Decimal = Decimal(1)
    cells: tuple[str, ...] = ()

    @property
    def points(self) -> Decimal | None:
        """Points, to two decimals; None where nothing was counted: neither nought nor all of them."""
        if not self.whole or self.part is None:
            return None
        # Not rounded up to what only a whole share earns.
        share = min(Decimal(1), Decimal(self.part) / self.whole / self.full)
        points = (share * self.most).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return points if share == 1 else min(points, self.most - Decimal("0.01"))


GROUPS = {
    "open": ("1. Công khai, minh bạch", "1. Open and transparent"), "progress": ("2. Tiến độ giải quyết", "2. Progress"),
    "online": ("3. Dịch vụ trực tuyến, thanh toán", "3. Online services, payment"), "digital": ("4. Số hoá hồ sơ", "4. Digitisation"),
    "content": ("5. Mức độ hài lòng", "5. Satisfaction"),
}  # fmt: skip


class Index(NamedTuple):
    """All lines; `points` of `measured` are those of the lines that have figures, never blown up to 100."""

    lines: tuple[Indicator, ...]

    @property
    def points(self) -> Decimal:
        """The sum of what was measured."""
        return sum((line.points for line in self.lines if line.points is not None), Decimal(0))

    @property
    def measured(self) -> int:
        """How many points those lines could have given."""
        return sum(line.most for line in self.lines if line.points is not None)


def index(found: Iterable[Mapping[str, Any]], whole_procedures: int, procedures: int) -> Index:
    """The index of what the store counted by procedure, and of how many procedures show all seven parts (NĐ 63/2010 Đ.8.2)."""
    n: Counter[str] = Counter()
    for row in found:
        n.update({cell: row[cell] for cell in _CELLS})
    new = n["online"] + n["direct"]
    in_time = n["early"] + n["on_day"] + n["open_in_time"] - n["twice"]
    all_of = n["early"] + n["on_day"] + n["late"] + n["open_in_time"] + n["open_late"]
    unmeasured = [Indicator(*line) for line in _UNMEASURED]
    measured = [
        Indicator("1.3", "open", "Thủ tục công khai đủ bảy bộ phận", "Procedures with all seven parts", 2,
                  "thủ tục đủ bảy bộ phận ÷ thủ tục đang có hiệu lực", "procedures with seven parts ÷ procedures in force",
                  whole_procedures, procedures),
        Indicator("2.1", "progress", "Hồ sơ giải quyết đúng hạn", "Dossiers on time", 20,
                  "(trước hạn + đúng hạn + đang giải quyết trong hạn − yêu cầu bổ sung quá một lần) ÷ (đã giải quyết + đang giải quyết)",
                  "(early + on the day + open in time − supplemented more than once) ÷ (resolved + open)",
                  in_time, all_of, cells=("early", "on_day", "open_in_time")),
        Indicator("3.3", "online", "Hồ sơ nộp trực tuyến", "Dossiers handed in online", 12,
                  "nộp trực tuyến ÷ tiếp nhận trong kỳ; đủ điểm từ 50 %", "online ÷ received in the period; all points from 50%",
                  n["online"], new, Decimal("0.5"), ("online",)),
    ]  # fmt: skip
    return Index(tuple(sorted([*measured, *unmeasured], key=lambda line: line.number)))


PARTS = ("name", "steps", "channels", "papers", "term", "who", "authority", "result")  # that a procedure shows (NĐ 63/2010 Đ.8.2)
_CELLS = ("online", "direct", "early", "on_day", "late", "open_in_time", "open_late", "twice")
_UNMEASURED = (
    ("1.1", "open", "Quyết định công bố đúng hạn", "Decisions published in time", 6, "cần ngày ban hành quyết định",
     "needs the decisions' dates"),
    ("1.2", "open", "Cập nhật cơ sở dữ liệu quốc gia đúng hạn", "National database updated in time", 4, "cần dữ liệu của Cổng DVCQG",
     "needs the national portal's data"),
    ("1.4", "open", "Đồng bộ hồ sơ lên Cổng DVCQG", "Dossiers synchronised", 6, "cần dữ liệu của Cổng DVCQG",
     "needs the national portal's data"),
    ("3.5", "online", "Thanh toán trực tuyến", "Paid online", 10, "cần dữ liệu của cổng thanh toán", "needs the payment gateway's data"),
    ("4", "digital", "Số hoá, tái sử dụng, kết quả điện tử", "Digitised, reused, electronic results", 22, "cần dữ liệu kho số hoá",
     "needs the archive's data"),
    ("5", "content", "Phản ánh đúng hạn, hài lòng", "Petitions in time, satisfaction", 18, "cần số liệu phản ánh và đánh giá của kỳ",
     "needs the period's petitions and ratings"),
)  # fmt: skip
