"""A message before it is sent: subject and text by each channel, and for an SMS what it costs, with and without marks."""

from datetime import datetime, timedelta
from typing import Literal

from lienthong_calendar import day_of
from lienthong_contracts import LETTERS, ProcedurePublished
from lienthong_runtime import Catalogue
from lienthong_runtime.gsm7 import is_gsm7, segments, without_diacritics
from pydantic import BaseModel

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Message
from notifier.render import Renderer

# What a letter may speak of besides its dossier, where nothing real is at hand.
FACTS = {"id": "01933c3e-7a00-7000-8000-000000000001", "reason": "Thiếu bản sao giấy tờ tuỳ thân", "amount": "560.500",
         "predecessor": "H43.06.01", "successor": "H32.41",
         "until": "2026-11-27T17:00:00+07:00", "over": "310", "about": "breach"}  # fmt: skip
OTHERS = {"one_time_code": "482913", "minutes": "5", "count": "2", "agency": "UBND xã Thuận Bắc",
          "lines": "- H32.41-261123-0002: quá hạn từ 27/11/2026 17:00\n- H32.41-261123-0007: sắp đến hạn",
          "link": "https://…/ho-so"}  # fmt: skip


OPT_OUT = "https://…/tin-nhan/…"


class Preview(BaseModel):
    """How a message reads. Of an SMS: the text that goes out, its parts, its parts had it kept its marks, and its price in đồng."""

    channel: Literal["sms", "email"]
    subject: str
    text: str
    alphabet: Literal["GSM-7", "UCS-2"] | None = None
    characters: int = 0
    parts: int = 0
    parts_with_marks: int = 0
    dong: int = 0


def previews(template: str, state: Correspondence | None, language: Literal["vi", "en"], dong_per_part: int, catalogue: Catalogue,
             renderer: Renderer, now: datetime) -> list[Preview]:  # fmt: skip
    """By each channel; of a dossier, or of a made-up one. Raises KeyError or CatalogueBehind when there is no such letter."""
    about, found = state or made_up(catalogue, now), []
    for channel in LETTERS[template].channels:
        if LETTERS[template].words.issubset(OTHERS):
            subject, text = renderer.written(template, channel, language, OTHERS)
        else:
            subject, text = renderer.render(about, _message(template, channel, about, now), language, OPT_OUT)
        found.append(_sms(text, dong_per_part) if channel == "sms" else Preview(channel="email", subject=subject, text=text))
    return found


def _message(template: str, channel: Literal["sms", "email"], about: Correspondence, now: datetime) -> Message:
    """The dossier's own message of this kind where there is one, with its facts."""
    known = next((m for m in about.messages.values() if (m.template, m.channel) == (template, channel)), None)
    return known or Message(f"{template}/{channel}", template, channel, now, facts=FACTS)


def _sms(text: str, dong_per_part: int) -> Preview:
    plain = without_diacritics(text)
    parts = segments(plain)
    return Preview(channel="sms", subject="", text=plain, alphabet="GSM-7" if is_gsm7(plain) else "UCS-2", characters=len(plain),
                   parts=parts, parts_with_marks=segments(text), dong=parts * dong_per_part)  # fmt: skip


def made_up(catalogue: Catalogue, now: datetime) -> Correspondence:
    """A dossier that never was, of the first procedure that may be named."""
    named = (p for p in catalogue.every_in_force(ProcedurePublished, day_of(now)) if not p.sensitive)
    procedure = min(named, key=lambda p: p.id)
    return Correspondence(procedure.id, procedure.entry_version, "H32.41", now, "H32.41-261123-0001", "ntb", now, now + timedelta(days=3),
                          procedure.term)  # fmt: skip
