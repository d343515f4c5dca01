"""A developer's tool: every page with the figures of the house's pictures, `python -m portal.web.preview OUTDIR`.

Serve OUTDIR to look at it (`python -m http.server -d OUTDIR`): browsers load no sprite from a bare file.
"""

# ruff: noqa: I001  figures laid out as the pictures have them

import shutil
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lienthong_calendar import VIET_NAM
from lienthong_contracts.event import KINDS

from portal import format
from portal.views import (
    BreachView, DocChapter, DocEntry, DocPart, DocsView, DossierRow, DossiersView, DossierView, Due, EventLine, LegView,
    MessageView, OutboxView, ProblemView, StatementView, TraceView, TrackView, Upcoming, UseView,
)  # fmt: skip
from portal.web import preview_messages
from portal.web.render import STATIC, Pages
from portal.wording import sentence

NAMES = {
    "H32.41": "UBND xã Thuận Bắc", "H32.41.KT": "Phòng Kinh tế xã Thuận Bắc", "TCT.32": "Cơ quan thuế",
    "SXD.32": "Sở Xây dựng", "1.001612": "Thành lập hộ kinh doanh", "3.000722": "Khai sinh, thường trú, thẻ BHYT",
}  # fmt: skip
ID = "01933c3e-7a00-7000-8000-000000000001"


def at(day: int, clock: str = "14:32:00") -> datetime:
    """A moment of November 2026 in Việt Nam."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}").replace(tzinfo=VIET_NAM)


NOW, END, DUE = at(25), at(25, "17:00"), at(27, "17:00")


def events(lang: str) -> tuple[EventLine, ...]:
    """Each kind's example as a line, a few seconds apart."""
    kinds = [c for c in KINDS.values() if c.topic in ("dossier.v1", "notification.v1")]
    lines = [sentence(c.__name__, dict(c.example), lambda code: NAMES.get(code, code), lang) for c in kinds]
    code = "H32.41-261112-{:04}"
    return tuple(
        EventLine(900 - i, NOW - timedelta(seconds=3 * i), line, code.format(i), ID, "UBND xã Thuận Bắc", "N.V.T.")
        for i, line in enumerate(lines)
    )


LEGS = (
    LegView("TT PVHCC", "tiếp nhận, chuyển", "TT PVHCC xã Thuận Bắc", "done", 225, 0, at(12, "09:15"), at(12, "10:05")),
    LegView("CN VPĐK", "thẩm định, gửi thuế", "CN VPĐK đất đai", "done", 450, 390, at(12, "10:20"), at(13, "16:00")),
    LegView("Cơ quan thuế", "ra thông báo", "Cơ quan thuế", "done", 2250, 1110, at(13, "16:00"), at(18, "10:00")),
    LegView("Tạm dừng", "người dân nộp thuế", "", "paused", 0, 900, at(18, "10:00"), at(20, "10:00")),
    LegView("CN VPĐK", "chỉnh lý, trình ký", "CN VPĐK đất đai", "here", 450, 1052, at(20, "10:00"), None, "N.V.T."),
    LegView("TT PVHCC", "trả kết quả", "TT PVHCC xã Thuận Bắc", "waiting", 225),
)


def trace() -> tuple[TraceView, ...]:
    """Eight working days from the 12th, without a weekend, the holiday and a pause."""
    words = {12: "nhận", 18: "dừng", 19: "dừng", 24: "lễ"}
    days = [date(2026, 11, d) for d in range(12, 28)]
    counted = [day for day in days if day.day not in words and day.weekday() < 5]
    return tuple(TraceView(day, counted.index(day) + 1 if day in counted else None, format.weekday(day), words.get(day.day, "tính"),
                           "BLDS 2015, Điều 148.1", label="T9" if day.day == 24 else "T5") for day in days)  # fmt: skip


STATEMENT = StatementView((
    UseView("leg", "CN VPĐK đất đai", "thẩm định, gửi thuế", 390), UseView("leg", "Cơ quan thuế", "ra thông báo", 1110),
    UseView("leg", "CN VPĐK đất đai", "chỉnh lý, trình ký", 1052), UseView("wait", "TT PVHCC xã Thuận Bắc", "", 25),
    UseView("pause", "Cơ quan thuế", "Người dân nộp thuế", 900)), 2577, 900)  # fmt: skip


def dossier(lang: str) -> DossierView:
    """The dossier of the pictures."""
    messages, notices = preview_messages.notices(NOW, lang)
    return DossierView(
        NOW, "H32.41-261112-0027", ID, "1.013831", "Đăng ký biến động quyền sử dụng đất: tặng cho", "counter",
        "TT PVHCC xã Thuận Bắc", "on_time", at(12, "09:15"), DUE, at(25, "17:00"), "8 ngày", 3600, 2552, 900, 1048,
        legs=LEGS, trace=trace(), timeline=events(lang),
        statement=STATEMENT, breach=BreachView(DUE, LEGS[1:5:3]), needs=("call", "stalled"), moves=events(lang)[:2],
        upcoming=(Upcoming(at(26, "17:00"), "mail-exclamation", "over", "apology", 598), Upcoming(DUE, "flag", "act", "due", 1048)),
        messages=messages, notices=notices, calls=preview_messages.calls(NOW, lang),
    )  # fmt: skip


def dossiers(lang: str) -> DossiersView:
    """A short inbox."""
    rows: tuple[tuple[Due, int, str, str], ...] = (
        ("overdue", -1200, "Cấp đổi giấy chứng nhận", "Thư xin lỗi chưa gửi"), ("due_soon", 148, "Tách thửa", "Chặng quá 3 giờ"),
        ("due_soon", 598, "Đăng ký biến động: thừa kế", ""), ("on_time", 1048, "Đăng ký biến động: tặng cho", "Chặng quá 10 giờ"),
        ("paused", 1350, "Chuyển mục đích sử dụng đất", "Dừng từ 23/11"), ("done", 0, "Đăng ký thế chấp", "Trước hạn"),
    )  # fmt: skip
    made = (DossierRow(f"H32.41-261112-00{i:02}", ID, name, due, left, DUE, "CN VPĐK đất đai", LEGS[: 3 + i % 4], note)
            for i, (due, left, name, note) in enumerate(rows))  # fmt: skip
    return DossiersView(NOW, tuple(made), 65, early=preview_messages.early(NOW, lang))


def operations() -> dict[str, Any]:
    """The pages of those who run the house."""
    sms = "Ho so H32.41-261125-0020 da duoc tiep nhan. Ngay hen tra: 27/11/2026"
    mail = "Kính gửi Ông/Bà,\n\nHồ sơ H32.41-261125-0020 đã được tiếp nhận.\nHẹn trả kết quả: 17:00 thứ Sáu 27/11/2026."
    entry = KINDS["DossierForwarded"]
    parts = tuple(DocPart(name, "string", True) for name in entry.model_fields)
    return {
        "tin-gui": ("outbox", OutboxView(NOW, (
            MessageView(NOW, "sms", "delivered", "+84912345210", text=sms, code="H32.41-261125-0020", dossier_id=ID),
            MessageView(NOW, "email", "accepted", "n.t.h@example.vn", "Hồ sơ đã được tiếp nhận", mail, "H32.41-261125-0020", ID)), 2)),
        "tai-lieu": ("docs", DocsView((DocChapter("dossier.v1", "dossier.v1", "/asyncapi.json", "Mọi sự kiện về hồ sơ", (
            DocEntry("DossierForwarded", "routing", "A consignment left one agency for another.", parts, "{ … }"),)),))),
        "loi": ("problem", ProblemView(404, "Không có trang này", "Địa chỉ có thể đã đổi.")),
    }  # fmt: skip


def main(out: Path) -> None:
    """Write each page in both languages, and the static files beside them."""
    pages = Pages()
    shutil.copytree(STATIC, out / "static", dirs_exist_ok=True)
    for lang in ("vi", "en"):
        (out / lang).mkdir(exist_ok=True)
        shown = {"ho-so-1": ("dossier", dossier(lang)), "ho-so": ("dossiers", dossiers(lang)),
                 "tra-cuu": ("track", TrackView("H32.41-261123-0014", 3, NOW)), "tra-cuu-0": ("track", TrackView()),
                 "tra-cuu-404": ("track", TrackView("H32.41-000000-0001", not_found=True)),
                 }  # fmt: skip
        shown |= operations() | preview_messages.pages(NOW, lang)
        for name, (template, view) in shown.items():
            here = {"dossier": "dossiers"} | {name: name for name in ("board", "dossiers", "outbox", "docs", "deliveries")}
            page = pages.render(template, view, lang, here=here.get(template, ""), dead=3)
            (out / lang / f"{name}.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
