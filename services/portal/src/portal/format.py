"""How numbers, moments and working lengths are written, in Vietnamese and English, on Việt Nam's clock."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from lienthong_calendar import VIET_NAM, WORKING_DAY, day_of, working_words

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT_WEEKDAYS = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_SEPARATORS = {"vi": (".", ","), "en": (",", ".")}


def number(value: float | Decimal, places: int = 0, lang: str = "vi") -> str:
    """`26131` as `26.131`, half-up to `places`; the minus sign is the hyphen of plain text."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    thousands, point = _SEPARATORS[lang]
    return f"{rounded:,f}".translate({ord(","): thousands, ord("."): point})


def percent(part: int, whole: int, lang: str = "vi") -> str:
    """`97,40 %`, half-up; nothing of nothing is `–`, and 100 stands only for all of it."""
    if whole == 0:
        return "–"
    share = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if share == 100 and part < whole:
        share = Decimal("99.99")
    return number(share, 2, lang) + (" %" if lang == "vi" else "%")


def share(part: float, whole: float) -> int:
    """How many hundredths of a bar, for its width class; whatever exists is seen, so at least one."""
    return 0 if part <= 0 or whole <= 0 else max(1, min(100, round(100 * part / whole)))


def local_day(moment: date, lang: str = "vi") -> date:
    """The day that a moment falls on in Việt Nam."""
    return day_of(moment) if isinstance(moment, datetime) else moment


def day(moment: date, lang: str = "vi") -> str:
    """`27/11/2026`."""
    return f"{local_day(moment):%d/%m/%Y}"


def short_day(moment: date, lang: str = "vi") -> str:
    """`27/11`."""
    return f"{local_day(moment):%d/%m}"


def weekday(moment: date, lang: str = "vi") -> str:
    """`thứ Sáu`."""
    return _WEEKDAYS[lang][local_day(moment).weekday()]


def short_weekday(moment: date, lang: str = "vi") -> str:
    """`T6`."""
    return _SHORT_WEEKDAYS[lang][local_day(moment).weekday()]


def clock_time(moment: datetime, seconds: bool = False, lang: str = "vi") -> str:
    """`17:00`, or `14:32:07`."""
    return moment.astimezone(VIET_NAM).strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(at: datetime, lang: str = "vi") -> str:
    """`17:00 thứ Sáu 27/11/2026`."""
    return f"{clock_time(at)} {weekday(at, lang)} {day(at)}"


def long_moment(at: datetime, lang: str = "vi") -> str:
    """`17 giờ, thứ Sáu 27/11/2026`: as one says it to a citizen."""
    local = at.astimezone(VIET_NAM)
    said = f"{local.hour} giờ{f' {local.minute:02}' if local.minute else ''}" if lang == "vi" else clock_time(at)
    return f"{said}, {weekday(at, lang)} {day(at)}"


def short_moment(at: datetime, lang: str = "vi") -> str:
    """`27/11 17:00`."""
    return f"{short_day(at)} {clock_time(at)}"


def dong(amount: int, lang: str = "vi") -> str:
    """`560.500 đ`."""
    return f"{number(amount, lang=lang)} đ"


def about(minutes: int, minutes_per_day: int = WORKING_DAY, lang: str = "vi") -> str:
    """The same without minutes once there are hours, as a tag has room for: `1 ngày 5 giờ`, `40 phút`."""
    whole = minutes - minutes % minutes_per_day % 60 if minutes >= 60 else minutes
    return working_words(whole, minutes_per_day, lang)


def hours(minutes: int, lang: str = "vi") -> str:
    """Hours and minutes for officers: `6g30`; `6h30` in English."""
    return f"{minutes // 60}{'g' if lang == 'vi' else 'h'}{minutes % 60:02}"
