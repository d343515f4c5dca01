"""Messages from their templates: sandboxed, strict, with the few words a template may use."""

from datetime import datetime

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from lienthong_calendar import VIET_NAM, term_in_words
from lienthong_contracts import LETTERS, LetterPublished
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
        words = self._words(state, message, language)
        # A line break in a subject would let a name write headers of its own.
        return " ".join(self._template(letter.subject).render(words).split()), self._template(letter.text).render(words)

    def _template(self, source: str) -> jinja2.Template:
        if source not in self._compiled:  # compiling takes a millisecond, rendering a few microseconds
            self._compiled[source] = self._environment.from_string(source)
        return self._compiled[source]

    def _words(self, state: Correspondence, message: Message, language: str) -> dict[str, str]:
        procedure, facts = self._catalogue.procedure(state.procedure, state.procedure_version), message.facts
        return {
            **dict.fromkeys(LETTERS[message.template].words, ""),
            "code": state.code or _of_day(state, message.channel, language),
            "procedure": "" if procedure.sensitive else procedure.name,
            "agency": self._catalogue.agency_name(state.desk),
            "officer": state.officer,
            "received": moment(state.received_at),
            "due": moment(state.due_at),
            "term": term_in_words(state.term) if state.term else "",
            "reason": facts.get("reason", ""),
            "amount": facts.get("amount", ""),
            "link": f"{self._portal_url}/tra-cuu?ma={state.code or facts.get('id', '')}",
            **{role: self._catalogue.agency_name(facts.get(role, "")) for role in ("predecessor", "successor")},
        }


def _of_day(state: Correspondence, channel: str, language: str) -> str:
    """What a dossier is called that has no code yet (R06): by when it was handed in."""
    day = moment(state.submitted_at)
    return f"of {day}" if language == "en" else f"{'nop' if channel == 'sms' else 'nộp'} {day}"


def moment(instant: datetime | None) -> str:
    """As citizens read it: 27/11/2026 17:00; nothing for what hasn't come yet."""
    if instant is None:
        return ""
    return instant.astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")

