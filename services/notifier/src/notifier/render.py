"""Messages from their letters: checked, sandboxed, strict, with the few words that a letter may use."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import jinja2
from lienthong_calendar import VIET_NAM, term_in_words, working_words
from lienthong_contracts import LetterPublished
from lienthong_runtime import Catalogue, CatalogueBehind
from lienthong_runtime.letters import environment, letter_faults
from lienthong_runtime.logs import log

from notifier.domain.correspondence import Correspondence
from notifier.domain.message import Message


class Renderer:
    """Renders a message's subject and text. A letter with a fault is passed over for the version before it."""

    def __init__(self, catalogue: Catalogue, portal_url: str, today: Callable[[], date], sms_keyword: str = "") -> None:
        self._catalogue, self._portal_url, self._today, self._sms_keyword = catalogue, portal_url, today, sms_keyword
        self._environment = environment()
        self._compiled: dict[str, jinja2.Template] = {}
        self._sound: dict[str, bool] = {}

    def render(self, state: Correspondence, message: Message, language: str = "vi", opt_out: str = "") -> tuple[str, str]:
        """Subject and text; `opt_out` switches off what is only kind. Raises CatalogueBehind when there's no such letter."""
        words = {**self._words(state, message, language), "opt_out": self._sms_keyword if message.channel == "sms" else opt_out}
        return self.written(message.template, message.channel, language, words)

    def written(self, template: str, channel: str, language: str, words: dict[str, str]) -> tuple[str, str]:
        """Subject and text from these words. Raises CatalogueBehind when there's no such letter."""
        letter = self._letter(f"{template}.{channel}.{language}")
        # A line break in a subject would let a name write headers of its own.
        return " ".join(self._template(letter.subject).render(words).split()), self._template(letter.text).render(words)

    def digest(self, subjects: Sequence[str], agency: str) -> tuple[str, str]:
        """One mail for many: each one's subject is a line of it."""
        lines = "\n".join(f"- {subject}" for subject in subjects)
        words = {"count": str(len(subjects)), "lines": lines, "link": f"{self._portal_url}/ho-so",
                 "agency": self._catalogue.agency_name(agency)}  # fmt: skip
        return self.written("digest", "email", "vi", words)

    def _letter(self, letter_id: str) -> LetterPublished:
        """The newest version that has begun and holds what a letter must hold."""
        letter = self._catalogue.begun(LetterPublished, letter_id, self._today())
        while letter is not None and not self._is_sound(letter):
            letter = self._before(letter)
        if letter is None:
            raise CatalogueBehind(letter_id)
        return letter

    def _before(self, letter: LetterPublished) -> LetterPublished | None:
        try:
            return self._catalogue.version(LetterPublished, letter.id, letter.entry_version - 1)
        except CatalogueBehind:
            return None

    def _is_sound(self, letter: LetterPublished) -> bool:
        if letter.key not in self._sound:
            faults = list(letter_faults(letter))
            if faults:
                log.error("letter.refused", entry=letter.key, faults=faults)
            self._sound[letter.key] = not faults
        return self._sound[letter.key]

    def _template(self, source: str) -> jinja2.Template:
        if source not in self._compiled:  # compiling takes a millisecond, rendering a few microseconds
            self._compiled[source] = self._environment.from_string(source)
        return self._compiled[source]

    def _words(self, state: Correspondence, message: Message, language: str) -> dict[str, str]:
        procedure, facts = self._catalogue.procedure(state.procedure, state.procedure_version), message.facts
        return {
            "code": state.code or _of_day(state, message.channel, language),
            "procedure": "" if procedure.sensitive else procedure.name,
            "agency": self._catalogue.agency_name(facts.get("blamed") or state.desk),
            "officer": state.officer if message.recipient == "applicant" else message.officer,
            "received": moment(state.received_at),
            "due": moment(state.due_at),
            "term": term_in_words(state.term) if state.term else "",
            "reason": facts.get("reason", ""),
            "amount": facts.get("amount", ""),
            "link": self._link(state, message),
            **{role: self._catalogue.agency_name(facts.get(role, "")) for role in ("predecessor", "successor")},
            **staff_words(facts, self._catalogue.agency_name(facts.get("sender", ""))),
        }

    def _link(self, state: Correspondence, message: Message) -> str:
        if message.recipient != "applicant":
            return f"{self._portal_url}/ho-so/{state.code}"
        return f"{self._portal_url}/tra-cuu?ma={state.code or message.facts.get('id', '')}"


def staff_words(facts: dict[str, str], sender: str) -> dict[str, str]:
    """What is said to officers and heads: until when, by how much, about what or from whom."""
    return {
        "until": moment(datetime.fromisoformat(facts["until"])) if facts.get("until") else "",
        "over": working_words(int(facts["over"])) if facts.get("over") else "",
        "about": ABOUT.get(facts.get("about", ""), sender),
    }


ABOUT = {"breach": "quá hạn chưa xử lý", "promise": "quá ngày hẹn lại", "consultation": "chưa trả lời lấy ý kiến"}


def _of_day(state: Correspondence, channel: str, language: str) -> str:
    """What a dossier is called that has no code yet (R06): by when it was handed in."""
    day = moment(state.submitted_at)
    return f"of {day}" if language == "en" else f"{'nop' if channel == 'sms' else 'nộp'} {day}"


def moment(instant: datetime | None) -> str:
    """As citizens read it: 27/11/2026 17:00; nothing for what hasn't come yet."""
    if instant is None:
        return ""
    return instant.astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")
