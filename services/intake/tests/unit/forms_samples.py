"""One of each form and letter as a commune would print it, every field filled."""

from datetime import date, datetime
from typing import Any

from intake import forms as f
from lienthong_calendar import VIET_NAM
from msgspec.structs import replace

CODE = "H32.41-261123-0001"
CONTENT = "Đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM)


HEAD = f.Head(superior="Ủy ban nhân dân tỉnh Khánh Hòa", agency="Ủy ban nhân dân xã Thuận Bắc", place="Thuận Bắc")
DESK = "Trung tâm Phục vụ hành chính công xã Thuận Bắc"
AN = f.Party(name="Nguyễn Thị Ngọc Ẩn", address="Thôn Bỉnh Nghĩa, xã Thuận Bắc", phone="0912 345 678", email="an@example.vn")
LAN = f.Party(name="Đỗ Ỷ Lan", address="Số 12, đường Nguyễn Trãi, phường Đô Vinh")
OFFICER = f.Contact(name="Trần Thị Bích Ngọc", phone="0258 3 123 456")
CHAIRMAN = f.Signer(name="Lê Văn Mười", capacity=("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"))
PAPERS = (
    f.Component(name="Tờ khai đăng ký khai sinh theo mẫu", originals=1, electronic=2),
    f.Component(name="Giấy chứng nhận kết hôn của cha, mẹ", certified=3, photocopies=4),
)
WHEN: dict[str, Any] = {"received_at": at("2026-11-23T08:05"), "due_at": at("2026-11-27T17:00")}


def issued(number: str) -> dict[str, Any]:
    return {"edition": "TT03/2025", "head": HEAD, "on": date(2026, 11, 23), "code": CODE, "number": number}


RECEIPT = f.Receipt(
    **issued("0001/TNHS"), **WHEN, desk=DESK, submitter=replace(AN, identity="058195001234"), channel="post",
    owner=LAN, content=CONTENT, components=PAPERS, sets=2,
    term="04 ngày làm việc", return_channel="counter", return_place="Quầy số 3", receiver="Đặng Hữu Phước",
)  # fmt: skip
SUPPLEMENT = f.SupplementRequest(
    **issued("02/PBS"), owner=AN, content=CONTENT, reason="Bản chụp không rõ số giấy", legal_ground="Điều 16 Luật Hộ tịch",
    items=(f.Missing(what="Giấy chứng nhận kết hôn", how="Nộp bản chính"), f.Missing(what="Tờ khai, mục 7", how="Ghi nơi sinh")),
    answer_by=at("2026-12-02T17:00"), website="dichvucong.gov.vn", guide=OFFICER, signer=CHAIRMAN,
)  # fmt: skip
REFUSAL = f.Refusal(
    **issued("03/TC"), owner=AN, content=CONTENT, reason="Không thuộc thẩm quyền của xã", legal_ground="Điều 13 Luật Hộ tịch",
    contact=OFFICER, signer=CHAIRMAN,
)  # fmt: skip
APOLOGY = f.Apology(
    **issued("04/PXL"), **WHEN, addressee="Bà Nguyễn Thị Ngọc Ẩn", content=CONTENT, receipt_number="0001/TNHS", term="04 ngày làm việc",
    reason="Cơ quan được lấy ý kiến chưa trả lời", new_due_at=at("2026-12-01T11:30"), signer=CHAIRMAN,
)  # fmt: skip
STOP = f.StopNotice(
    **issued("05/TB"), owner=AN, content=CONTENT, received_at=at("2026-11-23T08:05"), request="Công dân rút hồ sơ",
    requested_on=date(2026, 11, 25), stage="Thẩm định tại Phòng Văn hóa - Xã hội", decision="Dừng giải quyết từ ngày 25/11/2026",
    finance="Hoàn trả lệ phí 8.000 đồng", signer=CHAIRMAN,
)  # fmt: skip
CONTROL = f.ControlSlip(
    **issued("06/KS"), **WHEN, submitter=f.Party(name="Nguyễn Thị Ngọc Ẩn"), owner=f.Party(name="Đỗ Ỷ Lan"), content=CONTENT,
    term="04 ngày làm việc", components=PAPERS,
    hand_overs=(
        f.HandOver(from_agency=DESK, to_agency="Phòng Văn hóa - Xã hội", at=at("2026-11-23T08:40"), giver="Đặng Hữu Phước",
                   taker="Y Bhăm Êban", outcome="on_time", note="Kèm tờ khai"),
        f.HandOver(from_agency="Phòng Văn hóa - Xã hội", to_agency="Công an xã Thuận Bắc", at=at("2026-11-25T16:10"),
                   giver="Y Bhăm Êban", taker="Điểu K'Ré", outcome="late", note="Chậm 2 giờ"),
    ),
)  # fmt: skip
ROW = f.LedgerRow(
    **WHEN, code=CODE, procedure="Đăng ký khai sinh", sets=2, name="Nguyễn Thị Ngọc Ẩn", address="Thôn Bỉnh Nghĩa",
    phone="0912 345 678", agency="Phòng Văn hóa - Xã hội", forwarded_at=at("2026-11-24T07:30"), result_at=at("2026-11-26T16:00"),
    returned_at=at("2026-11-28T09:00"), return_channel="post", taker="Ngọc Ẩn", note="Bản sao: 3",
)  # fmt: skip
LEDGER = f.Ledger(**{**issued("01"), "code": ""}, desk=DESK, year=2026, rows=(ROW,), closed_on=date(2026, 12, 31), signer=CHAIRMAN)
THANKS = f.Letter(head=HEAD, on=date(2026, 11, 23), number="12/TC", code=CODE, kind="thanks", addressee="Bà Nguyễn Thị Ngọc Ẩn",
                  occasion="góp ý để rút ngắn thời gian chờ tại quầy", signer=CHAIRMAN)  # fmt: skip
FORMS: tuple[f.Form, ...] = (RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY, STOP, CONTROL, LEDGER)
PAPERS_PRINTED: tuple[f.Form | f.Letter, ...] = (*FORMS, THANKS)
