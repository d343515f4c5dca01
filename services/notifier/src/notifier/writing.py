"""A batch's messages written: who gets each of them, in which words; or why not."""

from collections.abc import Sequence
from uuid import uuid5

from lienthong_contracts import LETTERS
from lienthong_runtime import CatalogueBehind, Parts
from lienthong_runtime.gsm7 import is_gsm7, without_diacritics

from notifier.channels import Rendered
from notifier.contacts import Contacts, takes_sms
from notifier.domain.answer import Outcome, Refused, Throttled
from notifier.render import Renderer
from notifier.sending_due import Errand
from notifier.wishes import Wishes

LATER = Throttled(5.0)  # intake doesn't answer: nobody was tried


class Suppressed(str):
    """Why a message isn't sent."""


class Writer:
    """Writes a batch's messages: who gets them, in which words; or says why not."""

    def __init__(self, contacts: Contacts | None, renderer: Renderer, wishes: Wishes, portal_url: str) -> None:
        self._contacts, self._renderer, self._wishes, self._portal_url = contacts, renderer, wishes, portal_url
        self._unwanted: set[bytes] = set()

    async def learn_wishes(self, parts: Parts, errands: Sequence[Errand]) -> None:
        """Who doesn't want what isn't owed: one query for the batch."""
        if self._contacts is not None:
            optional = [e for e in errands if not LETTERS[e.message.template].required]
            reached = [(e.message.channel, self._contacts.reached(e)[0]) for e in optional]
            self._unwanted = await self._wishes.unwanted(parts.pool, {self._wishes.contact(*place) for place in reached if place[1]})

    def write(self, errands: list[Errand]) -> Rendered | Outcome | Suppressed:
        """The message, or why there is none."""
        if self._contacts is None:
            return LATER
        try:
            applicant = errands[0].message.recipient == "applicant"
            return self._to_applicant(errands[0]) if applicant else self._to_staff(errands)
        except CatalogueBehind:
            return Refused("letter-missing", permanent=False)

    def _to_applicant(self, errand: Errand) -> Rendered | Outcome | Suppressed:
        assert self._contacts is not None
        message, (to, language) = errand.message, self._contacts.reached(errand)
        if not to:
            return Suppressed("no-address")
        if message.channel == "sms" and not takes_sms(to):
            return Refused("landline", permanent=True)
        if not LETTERS[message.template].required and self._wishes.contact(message.channel, to) in self._unwanted:
            return Suppressed("opted-out")
        return self._written(errand, to, language)

    def _written(self, errand: Errand, to: str, language: str) -> Rendered | Outcome:
        message, kind = errand.message, LETTERS[errand.message.template]
        opt_out = "" if kind.required else f"{self._portal_url}/tin-nhan/{self._wishes.token(message.channel, to)}"
        subject, text = self._renderer.render(errand.state, message, language, opt_out)
        plain = without_diacritics(text) if message.channel == "sms" else text
        if message.channel == "sms" and not is_gsm7(plain):
            return Refused("not-gsm7", permanent=True)
        return Rendered(to, subject, plain, reference_of(errand), kind.urgent, opt_out if message.channel == "email" else "")

    def _to_staff(self, errands: list[Errand]) -> Rendered | Suppressed:
        assert self._contacts is not None
        emails = self._contacts.staff(errands[0].message)
        if not emails:
            return Suppressed("no-address")
        written = [self._renderer.render(errand.state, errand.message) for errand in errands]
        alone = len(errands) == 1
        subject, text = written[0] if alone else self._renderer.digest([subject for subject, _ in written], errands[0].message.agency)
        urgent = any(LETTERS[errand.message.template].urgent for errand in errands)
        return Rendered(", ".join(emails), subject, text, reference_of(errands[0]), urgent)


def reference_of(errand: Errand) -> str:
    """Ours, the same on every try."""
    return str(uuid5(errand.dossier_id, errand.message.key))
