"""Messages from their templates: sandboxed, strict, with the few words a template may use."""

from datetime import datetime

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from lienthong_calendar import VIET_NAM
from lienthong_contracts import LetterPublished
from lienthong_runtime import Catalogue, CatalogueBehind

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Message

_UNITS = {"min": "phút", "h": "giờ", "wh": "giờ làm việc", "d": "ngày", "wd": "ngày làm việc", "w": "tuần", "mo": "tháng", "y": "năm"}


class Renderer:
    """Renders a message's subject and text."""

    def __init__(self, catalogue: Catalogue, portal_url: str) -> None:
        self._catalogue, self._portal_url = catalogue, portal_url
        self._environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)

    def render(self, state: Correspondence, message: Message, language: str = "vi") -> tuple[str, str]:
        """Subject and text. Raises CatalogueBehind when there's no such letter."""
        letter_id = f"{message.template}.{message.channel}.{language}"
        letter = next((entry for entry in self._catalogue.all(LetterPublished) if entry.id == letter_id), None)
        if letter is None:
            raise CatalogueBehind(letter_id)
        words = self._words(state, message)
        subject = self._environment.from_string(letter.subject).render(words)
        # A line break in a subject would let a name write headers of its own.
        return " ".join(subject.split()), self._environment.from_string(letter.text).render(words)

    def _words(self, state: Correspondence, message: Message) -> dict[str, str]:
        procedure = self._catalogue.procedure(state.procedure, state.procedure_version)
        return {
            "code": state.code,
            "procedure": "" if procedure.sensitive else procedure.name,
            "agency": self._catalogue.agency_name(state.desk),
            "officer": state.officer,
            "received": moment(state.received_at),
            "due": moment(state.due_at),
            "term": words_of(state.term),
            "reason": message.facts.get("reason", ""),
            "amount": message.facts.get("amount", ""),
            "link": f"{self._portal_url}/tra-cuu?ma={state.code}",
        }


def moment(instant: datetime) -> str:
    """As citizens read it: 27/11/2026 17:00."""
    return instant.astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")


def words_of(term: str) -> str:
    """A term in Vietnamese: 3wd is 3 ngày làm việc."""
    if term == "sameday":
        return "trong ngày"
    amount = term.rstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{amount.replace('.', ',')} {_UNITS[term[len(amount):]]}"
