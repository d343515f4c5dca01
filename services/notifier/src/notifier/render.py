"""Messages from their templates: sandboxed, strict, with the few words a template may use."""

from datetime import datetime

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from lienthong_calendar import VIET_NAM, term_in_words
from lienthong_contracts import LetterPublished
from lienthong_runtime import Catalogue, CatalogueBehind

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Message


class Renderer:
    """Renders a message's subject and text."""

    def __init__(self, catalogue: Catalogue, portal_url: str) -> None:
        self._catalogue, self._portal_url = catalogue, portal_url
        self._environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)
        self._compiled: dict[str, jinja2.Template] = {}

    def render(self, state: Correspondence, message: Message, language: str = "vi") -> tuple[str, str]:
        """Subject and text. Raises CatalogueBehind when there's no such letter."""
        letter_id = f"{message.template}.{message.channel}.{language}"
        letter = self._catalogue.latest(LetterPublished, letter_id)
        if letter is None:
            raise CatalogueBehind(letter_id)
        words = self._words(state, message)
        # A line break in a subject would let a name write headers of its own.
        return " ".join(self._template(letter.subject).render(words).split()), self._template(letter.text).render(words)

    def _template(self, source: str) -> jinja2.Template:
        if source not in self._compiled:  # compiling takes a millisecond, rendering a few microseconds
            self._compiled[source] = self._environment.from_string(source)
        return self._compiled[source]

    def _words(self, state: Correspondence, message: Message) -> dict[str, str]:
        procedure = self._catalogue.procedure(state.procedure, state.procedure_version)
        return {
            "code": state.code,
            "procedure": "" if procedure.sensitive else procedure.name,
            "agency": self._catalogue.agency_name(state.desk),
            "officer": state.officer,
            "received": moment(state.received_at),
            "due": moment(state.due_at),
            "term": term_in_words(state.term),
            "reason": message.facts.get("reason", ""),
            "amount": message.facts.get("amount", ""),
            "link": f"{self._portal_url}/tra-cuu?ma={state.code}",
        }


def moment(instant: datetime) -> str:
    """As citizens read it: 27/11/2026 17:00."""
    return instant.astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")

