"""The outside work: addresses asked of intake in one call, messages written, handed to their providers, and what became of them kept."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from uuid import uuid5

import httpx2
from lienthong_contracts import LETTERS
from lienthong_runtime import CatalogueBehind, Context, Decision, Parts
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.gsm7 import is_gsm7, without_diacritics
from lienthong_runtime.logs import log

from notifier.channels import Receipt, Rendered, Reply, tried
from notifier.contacts import Contacts, contacts, desk_of, takes_sms
from notifier.domain.answer import Outcome, Refused, Sent, Throttled, Untried
from notifier.domain.correspondence import Correspondence
from notifier.lines import Lines
from notifier.outcomes import outcome_of, suppressed
from notifier.recording import AGAIN, Recorder
from notifier.render import Renderer
from notifier.sending_due import Errand
from notifier.wishes import Wishes

_LATER = Throttled(5.0)  # intake doesn't answer: nobody was tried


class Suppressed(str):
    """Why a message isn't sent."""


class Sender:
    """Sends what decisions asked for. A send without an answer is made again after its lease, but never beside itself."""

    def __init__(self, lines: Lines, recorder: Recorder, wishes: Wishes, intake: httpx2.AsyncClient, portal_url: str) -> None:
        self._lines, self._recorder, self._wishes, self._intake, self._portal_url = lines, recorder, wishes, intake, portal_url
        self._under_way: set[str] = set()

    async def send(self, parts: Parts, renderer: Renderer, errands: Sequence[Errand]) -> None:
        """Each message to its provider; ends when all outcomes are kept."""
        asked = [errand for errand in errands if errand.asks]
        sent = [errand for errand in errands if not errand.asks]
        writer = Writer(await contacts(self._intake, sent) if sent else None, renderer, self._wishes, self._portal_url)
        await writer.learn_wishes(parts, sent)
        alone = [e for e in sent if e.message.recipient == "applicant"]
        await asyncio.gather(*map(self._ask, asked), *(self._send(writer, [errand], parts) for errand in alone),
                             *(self._send(writer, group, parts) for group in _gathered(sent)))  # fmt: skip

    async def _send(self, writer: "Writer", errands: list[Errand], parts: Parts) -> None:
        """One mail for all these errands: to an applicant one, to an officer or a head what waits for them."""
        references = {reference_of(errand) for errand in errands}
        if references & self._under_way:  # it outlived its lease in line, or its outcome waits for the database
            await self._keep(errands, _LATER)
            return
        self._under_way |= references
        try:
            outcome = await tried(self._write_and_hand_over(writer, errands))
            if isinstance(outcome, BaseException):
                log.error("message.not_sent", message=errands[0].message.key, dossier_id=str(errands[0].dossier_id), exc_info=outcome)
                outcome = Refused(type(outcome).__name__, permanent=False)
            await self._keep(errands, outcome)
        finally:
            self._under_way -= references

    async def _keep(self, errands: list[Errand], outcome: Outcome | Suppressed) -> None:
        kept = [self._recorder.outcome(errand.dossier_id, _change(errand, outcome)) for errand in errands]
        await asyncio.gather(*kept, return_exceptions=True)

    async def _write_and_hand_over(self, writer: "Writer", errands: list[Errand]) -> Outcome | Suppressed:
        written = writer.write(errands)
        return await self._hand_over(errands[0], written) if isinstance(written, Rendered) else written

    async def _hand_over(self, errand: Errand, message: Rendered) -> Outcome:
        tries = errand.message.tries
        line = self._lines.line(tries[-1].provider)
        if line is None:
            return Untried("provider-gone")
        if any(not tried.outcome and tried.provider == tries[-1].provider for tried in tries[:-1]):
            # It may have it already: it is asked before it gets it again.
            known = await line.provider.ask(message.reference)
            if known is not None:
                return Sent((message.reference,), asks=True)
        return await line.send(message)

    async def _ask(self, errand: Errand) -> None:
        line = self._lines.line(errand.message.tries[-1].provider) if errand.message.tries else None
        receipt = await line.provider.ask(reference_of(errand)) if line else None
        if receipt is not None:
            await asyncio.gather(self._recorder.receipt(receipt), return_exceptions=True)

    async def heard(self, parts: Parts, heard: Receipt | Reply) -> None:
        """A receipt is kept with its message, a wish with its contact; who complains of a mail doesn't want what isn't owed."""
        if isinstance(heard, Receipt):
            await self._recorder.receipt(heard)
            return None
        contact, now = self._wishes.contact(heard.channel, heard.address), parts.clock.now()
        while True:  # an SMS centre counts it as taken, and says it once
            try:
                return await self._wishes.say(parts.pool, heard.channel, contact, heard.wants, heard.how, now)
            except OUTAGE as fault:
                log.warning("wish.interrupted", fault=type(fault).__name__)
                await asyncio.sleep(AGAIN)


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
            return _LATER
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


def _gathered(errands: Sequence[Errand]) -> list[list[Errand]]:
    """What is for the same officer or head goes in one mail."""
    groups = defaultdict(list)
    for errand in errands:
        if errand.message.recipient != "applicant":
            groups[desk_of(errand.message)].append(errand)
    return list(groups.values())


def reference_of(errand: Errand) -> str:
    """Ours, the same on every try."""
    return str(uuid5(errand.dossier_id, errand.message.key))


def _change(errand: Errand, outcome: Outcome | Suppressed):  # type: ignore[no-untyped-def]
    dossier_id, key, tried_at = errand.dossier_id, errand.message.key, errand.message.tries[-1].at

    def change(state: Correspondence, context: Context) -> Decision[Correspondence]:
        if isinstance(outcome, Suppressed):
            return suppressed(state, dossier_id, key, outcome, tried_at, context.now)
        return outcome_of(outcome, state, dossier_id, key, tried_at, context.now)

    return change
