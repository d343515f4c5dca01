"""Which number and title a form has, and by which circular."""

from datetime import date
from typing import Final

from intake.forms.data import (
    Apology,
    ControlSlip,
    Edition,
    Form,
    Ledger,
    Receipt,
    Refusal,
    StopNotice,
    SupplementRequest,
)

# NĐ 118/2025 is in force from this day; its forms (TT 03/2025/TT-VPCP) were issued later.
NEW_FORMS: Final = date(2025, 7, 1)
CIRCULARS: Final[dict[Edition, str]] = {
    "TT01/2018": "Thông tư số 01/2018/TT-VPCP",
    "TT03/2025": "Thông tư số 03/2025/TT-VPCP",
}
TITLES: Final[dict[type[Form], str]] = {
    Receipt: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    SupplementRequest: "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    Refusal: "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
    Apology: "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
    StopNotice: "Thông báo dừng giải quyết hồ sơ",
    ControlSlip: "Phiếu kiểm soát quá trình giải quyết hồ sơ",
    Ledger: "Sổ theo dõi hồ sơ",
}
ORDER: Final[dict[Edition, tuple[type[Form], ...]]] = {
    "TT01/2018": (Receipt, SupplementRequest, Refusal, Apology, ControlSlip, Ledger),
    "TT03/2025": (Receipt, SupplementRequest, Refusal, Apology, StopNotice, ControlSlip, Ledger),
}


class NoSuchForm(Exception):
    """The circular of that time has no such form: before TT 03/2025 nobody gave notice of a stop."""


def edition_on(day: date) -> Edition:
    """The set of forms for a dossier received on this day."""
    return "TT03/2025" if day >= NEW_FORMS else "TT01/2018"


def number_of(form: Form) -> str:
    """The form's number in its circular, such as 06. Raises NoSuchForm."""
    order = ORDER[form.edition]
    if type(form) not in order:
        raise NoSuchForm(f"{CIRCULARS[form.edition]}: {type(form).__name__}")
    return f"{order.index(type(form)) + 1:02}"


def title_of(form: Form) -> str:
    """The form's title in its circular."""
    if isinstance(form, Apology) and form.edition == "TT01/2018":
        return "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    return TITLES[type(form)]
