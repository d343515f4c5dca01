"""How people are reached: asked of intake at the moment of sending, one call for a batch, and never kept."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import httpx2
import msgspec
import phonenumbers

from notifier.domain.message import Message
from notifier.sending_due import Errand

type Desk = tuple[str, str, str]  # agency, role, officer


class _Contact(msgspec.Struct):
    dossier_id: UUID
    phone: str = ""
    email: str = ""
    language: str = "vi"


class _Staff(msgspec.Struct):
    agency: str
    role: str
    officer: str = ""
    emails: list[str] = []


class _Answer(msgspec.Struct):
    contacts: list[_Contact]
    staff: list[_Staff] = []


class Contacts:
    """A batch's addresses."""

    def __init__(self, answer: _Answer) -> None:
        self._people = {contact.dossier_id: contact for contact in answer.contacts}
        self._staff = {(s.agency, s.role, s.officer): s.emails for s in answer.staff}

    def reached(self, errand: Errand) -> tuple[str, str]:
        """Address and language; the address empty when there is none, or when it can't take this."""
        contact = self._people.get(errand.dossier_id)
        if contact is None:
            return "", "vi"
        return (contact.phone if errand.message.channel == "sms" else contact.email), contact.language

    def staff(self, message: Message) -> list[str]:
        """The e-mail addresses of whom a message for officers or heads is for."""
        return self._staff.get(desk_of(message), [])


def desk_of(message: Message) -> Desk:
    """Whom a message for officers or heads is for."""
    return message.agency, message.recipient, message.officer


async def contacts(intake: httpx2.AsyncClient, errands: Sequence[Errand]) -> Contacts | None:
    """The addresses of all whom these errands are for; None when intake doesn't answer."""
    people = {str(e.dossier_id) for e in errands if e.message.recipient == "applicant"}
    staff = {desk_of(e.message) for e in errands if e.message.recipient != "applicant"}
    try:
        answer = await intake.post("/internal/contacts", json={"dossier_ids": sorted(people), "staff": _asked(sorted(staff))})
        answer.raise_for_status()
        return Contacts(msgspec.json.decode(answer.content, type=_Answer))
    except (httpx2.HTTPError, msgspec.MsgspecError):
        return None


async def places_of(intake: httpx2.AsyncClient, dossier_id: UUID) -> dict[str, str] | None:
    """By channel, where a dossier's applicant is written to; nothing of one that isn't known, None when intake doesn't answer."""
    try:
        answer = await intake.post("/internal/contacts", json={"dossier_ids": [str(dossier_id)]})
        answer.raise_for_status()
        people = msgspec.json.decode(answer.content, type=_Answer).contacts
    except (httpx2.HTTPError, msgspec.MsgspecError):
        return None
    return {"sms": people[0].phone, "email": people[0].email} if people else {}


def _asked(staff: Iterable[Desk]) -> list[dict[str, str]]:
    return [{"agency": agency, "role": role, "officer": officer} for agency, role, officer in staff]


def takes_sms(phone: str) -> bool:
    """Whether a number can get an SMS: a landline (02x) can't, and somebody has to call it (§5.3)."""
    try:
        number = phonenumbers.parse(phone, "VN")
    except phonenumbers.NumberParseException:
        return False
    return not (number.country_code == 84 and str(number.national_number).startswith("2"))
