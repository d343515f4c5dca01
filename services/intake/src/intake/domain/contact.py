"""How people are reached: phone numbers of Việt Nam (domain.md §5.3) and e-mail addresses, and what is wrong with those given."""

import re
from collections.abc import Iterator
from typing import Any

import phonenumbers
from lienthong_runtime import Fault

_MOBILE = re.compile(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}")
# In 2018 mobile numbers of eleven digits lost one: people still write the old ones, and the new ones reach them.
_SINCE_2018 = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084", "0125": "085",
    "0127": "081", "0129": "082", "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036", "0167": "037",
    "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
# The part of RFC 5321 that mailboxes have in life: no quotes, no brackets, ASCII only. Each part's length is bounded.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?![0-9]+\Z){_LABEL}")
MAIL_MOST = 254  # characters (RFC 5321)

NO_PHONE = ("không phải số điện thoại Việt Nam", "not a phone number of Việt Nam")
NO_MAIL = ("không phải địa chỉ thư", "not an e-mail address")


def normal_phone(text: str) -> str | None:
    """The number as E.164, a mobile's old eleven digits as today's; None for what is no number of Việt Nam (domain.md §5.3)."""
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 84:
        return None
    national = f"0{number.national_number}"
    if len(national) == 11 and national[:4] in _SINCE_2018:
        national = _SINCE_2018[national[:4]] + national[4:]
    # The library knows the ranges in use today; the numbering plan is wider, and a citizen's new number must not wait for it.
    if _MOBILE.fullmatch(national):
        return f"+84{national[1:]}"
    valid = phonenumbers.is_valid_number_for_region(number, "VN")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else None


def is_mail(text: str) -> bool:
    """Whether it is one e-mail address and nothing else: whatever is let in here stands in a header later."""
    return len(text) <= MAIL_MOST and _MAIL.fullmatch(text) is not None


def contact_faults(matter: Any) -> Iterator[Fault]:
    """All that is wrong with how the owner, the delegate and the result are reached (R05)."""
    if matter.return_channel == "post" and not matter.postal_address:
        yield Fault("postal_address", "thiếu địa chỉ nhận kết quả qua bưu chính", "the address for the result is missing")
    if not matter.phone and not matter.email:
        yield Fault("phone", "cần số điện thoại hoặc thư điện tử", "a phone number or an e-mail address is needed")
    yield from written_faults(matter)


def written_faults(matter: Any) -> Iterator[Fault]:
    """What was given and is no number or no address, the owner's and the delegate's."""
    for of, person in (("", matter), ("delegate.", matter.delegate)):
        if person and person.phone and normal_phone(person.phone) is None:
            yield Fault(f"{of}phone", *NO_PHONE)
        if person and person.email and not is_mail(person.email):
            yield Fault(f"{of}email", *NO_MAIL)
