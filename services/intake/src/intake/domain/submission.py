"""When a submission is whole: every fault is named at once (R01, R04)."""

import re
from datetime import date

import phonenumbers
from lienthong_contracts import AgencyPublished, ProcedurePublished
from lienthong_runtime import Catalogue, Fault

_MAIL = re.compile(r"^[^@\s\x00-\x1f]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,}\Z")

_MOBILE = re.compile(r"^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}\Z")


def faults_of(procedure_id: str, channel: str, desk: str, applicant: str, papers: tuple[str, ...], phone: str, email: str,
              catalogue: Catalogue, day: date) -> list[Fault]:  # fmt: skip
    """All that is wrong with a submission on that day; none when it can be received."""
    procedure = catalogue.in_force(ProcedurePublished, procedure_id, day)
    found = [*_desk_faults(desk, catalogue, day), *_contact_faults(phone, email)]
    if procedure is None:
        return [Fault("procedure", "thủ tục không có hoặc đã hết hiệu lực", "no such procedure in force"), *found]
    return [*_procedure_faults(procedure, channel, applicant), *_paper_faults(procedure, papers), *found]


def _procedure_faults(procedure: ProcedurePublished, channel: str, applicant: str) -> list[Fault]:
    faults = []
    if channel not in procedure.channels:
        faults.append(Fault("channel", "thủ tục không nhận theo cách nộp này", "the procedure isn't taken this way"))
    if procedure.who not in (applicant, "both"):
        faults.append(Fault("applicant", "thủ tục không dành cho đối tượng này", "the procedure isn't for this kind of applicant"))
    return faults


def _paper_faults(procedure: ProcedurePublished, papers: tuple[str, ...]) -> list[Fault]:
    known = {paper.id for paper in procedure.papers}
    missing = [p for p in procedure.papers if p.required and p.id not in papers]
    return [
        *(Fault(f"papers.{p.id}", f"thiếu giấy tờ: {p.name}", f"missing paper: {p.name}") for p in missing),
        *(Fault(f"papers.{p}", "giấy tờ ngoài danh mục, không được đòi thêm", "not in the catalogue") for p in papers if p not in known),
    ]


def _desk_faults(desk: str, catalogue: Catalogue, day: date) -> list[Fault]:
    agency = catalogue.in_force(AgencyPublished, desk, day)
    if agency is None or "desk" not in agency.roles:
        return [Fault("desk", "không phải bộ phận một cửa đang hoạt động", "not a one-stop desk in force")]
    return []


def _contact_faults(phone: str, email: str) -> list[Fault]:
    faults = []
    if not phone and not email:
        faults.append(Fault("phone", "cần số điện thoại hoặc thư điện tử", "a phone number or an e-mail address is needed"))
    if phone and normal_phone(phone) is None:
        faults.append(Fault("phone", "không phải số điện thoại Việt Nam", "not a phone number of Việt Nam"))
    if email and not _MAIL.match(email):
        faults.append(Fault("email", "không phải địa chỉ thư", "not an e-mail address"))
    return faults


def normal_phone(text: str) -> str | None:
    """The number as E.164, or None (domain.md §5.3)."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    # The library knows the ranges in use today; the numbering plan is wider, and a citizen's new number must not wait for it.
    mobile = number.country_code == 84 and _MOBILE.match(f"0{number.national_number}")
    if not mobile and not phonenumbers.is_valid_number_for_region(number, "VN"):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
