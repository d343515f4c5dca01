"""The outside work: addresses asked of intake in one call, messages handed to their providers, and what became of them kept."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import httpx2
from lienthong_runtime import Context, Decision, Parts
from lienthong_runtime.database import OUTAGE
from lienthong_runtime.logs import log

from notifier.channels import Receipt, Rendered, Reply, tried
from notifier.contacts import contacts, desk_of
from notifier.domain.answer import Outcome, Refused, Sent, Untried
from notifier.domain.correspondence import Correspondence
from notifier.lines import Lines
from notifier.outcomes import outcome_of, suppressed
from notifier.recording import AGAIN, Change, Recorder
from notifier.render import Renderer
from notifier.sending_due import Errand
from notifier.wishes import Wishes
from notifier.writing import LATER, Suppressed, Writer, reference_of


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

    async def _send(self, writer: Writer, errands: list[Errand], parts: Parts) -> None:
        """One mail for all these errands: to an applicant one, to an officer or a head what waits for them."""
        references = {reference_of(errand) for errand in errands}
        if references & self._under_way:  # it outlived its lease in line, or its outcome waits for the database
            await self._keep(errands, LATER)
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

    async def _write_and_hand_over(self, writer: Writer, errands: list[Errand]) -> Outcome | Suppressed:
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


def _gathered(errands: Sequence[Errand]) -> list[list[Errand]]:
    """What is for the same officer or head, by the same provider, goes in one mail."""
    groups = defaultdict(list)
    for errand in errands:
        if errand.message.recipient != "applicant":
            groups[desk_of(errand.message), errand.message.tries[-1].provider].append(errand)
    return list(groups.values())


def _change(errand: Errand, outcome: Outcome | Suppressed) -> Change:
    dossier_id, key, tried_at = errand.dossier_id, errand.message.key, errand.message.tries[-1].at

    def change(state: Correspondence, context: Context) -> Decision[Correspondence]:
        if isinstance(outcome, Suppressed):
            return suppressed(state, dossier_id, key, outcome, tried_at, context.now)
        return outcome_of(outcome, state, dossier_id, key, tried_at, context.now)

    return change
