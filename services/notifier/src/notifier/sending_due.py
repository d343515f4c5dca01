"""Time acting on messages: what is due is leased to a provider, asked after, or given up (ADR 0006, 0020)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from lienthong_runtime import Context, Decision

from notifier.domain.correspondence import Correspondence
from notifier.domain.decent import Quiet
from notifier.domain.message import LEASE, Message, Try
from notifier.domain.retry import ASKED_AFTER, MOST_UNANSWERED, expired, loyal_to, place, share
from notifier.outcomes import lost

PROBING = 0.1  # of the messages find out whether a provider that was ill is well again
HELD_OVER = timedelta(seconds=20)  # the most over which what waited for a provider is spread; after a short rest it's no longer than that


@dataclass(frozen=True, slots=True)
class Outside:
    """What is known of the providers, by channel: who is well, who was ill and may be tried again, and for how long nobody is there."""

    ready: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    probed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rests: Mapping[str, timedelta] = field(default_factory=dict)

    def provider(self, message: Message, dossier_id: UUID, now: datetime) -> str:
        """Who gets it: who may have it already, else the first that is well, a tenth those that were ill; empty when nobody may."""
        ready, probed = self.ready.get(message.channel, ()), self.probed.get(message.channel, ())
        if loyal := loyal_to(message, now):
            return loyal if loyal in ready + probed else ""
        others = [name for name in ready if name != message.declined_by] or list(ready)
        whose, what = place(dossier_id, message)
        finds_out = share(whose, f"{what} {len(message.tries)} probe") < PROBING
        return next(iter([*probed, *others] if finds_out else [*others, *probed]), "")

    def holds(self, message: Message) -> timedelta:
        """Until somebody may be ready."""
        return self.rests.get(message.channel, timedelta(seconds=5))


@dataclass(frozen=True, slots=True)
class Errand:
    """Work for the outside: send the message, or ask what became of it."""

    dossier_id: UUID
    state: Correspondence
    message: Message
    asks: bool = False


def send_due(state: Correspondence, context: Context, quiet: Quiet | None = None) -> Decision[Correspondence]:
    """The row takes a lease on each message that is due; the sending itself happens after the commit."""
    decision = Decision(state)
    # A full claim's `now` is its last row's due instant. Counted from there, in a backlog older than the lease, leases would be over
    # before they began, and messages under way be sent again (measured: 1,488 of 50,000 e-mails came twice).
    acting = replace(context, now=context.noticed_at or context.now)
    for message in [m for m in state.messages.values() if m.wakes_at is not None and m.wakes_at <= context.now]:
        after = _act(decision.state, message, acting, quiet)
        decision = Decision(after.state, (*decision.events, *after.events), (*decision.effects, *after.effects))
    return decision


def _act(state: Correspondence, message: Message, context: Context, quiet: Quiet | None) -> Decision[Correspondence]:
    assert context.dossier_id is not None
    now, dossier_id = context.now, context.dossier_id
    if message.status == "accepted":
        return _ask(state, message, context)
    if reason := _hopeless(message, now):
        return lost(state, message, reason, dossier_id, now)
    if quiet and message.channel == "sms" and (later := quiet.after(now, dossier_id)) > now:
        # Whatever its own instant, it would ring now: the service may have been away since.
        return Decision(state.with_message(message.with_(at=later)))
    outside: Outside = context.extra or Outside()
    if not (provider := outside.provider(message, dossier_id, now)):
        held = outside.holds(message)
        later = now + held + min(held, HELD_OVER) * share(*place(dossier_id, message))
        return Decision(state.with_message(message.with_(at=later)))
    taken = message.with_(status="sending", tries=(*message.tries, Try(provider, now)), at=now + LEASE, since=message.since or now)
    state = state.with_message(taken)
    return Decision(state, effects=(Errand(dossier_id, state, taken),))


def _hopeless(message: Message, now: datetime) -> str:
    if sum(not tried.outcome for tried in message.tries) >= MOST_UNANSWERED:
        return "no-answer"
    return "expired" if expired(message, now) else ""


def _ask(state: Correspondence, message: Message, context: Context) -> Decision[Correspondence]:
    """No receipt has come: the provider is asked, a few times in a day; after that its acceptance is the last word."""
    if not message.tries:  # accepted by the first release, which kept none: nobody can be asked
        return Decision(state.with_message(message.with_(at=None)))
    taken_at = message.tries[-1].at
    again = next((taken_at + wait for wait in ASKED_AFTER if taken_at + wait > context.now), None)
    state = state.with_message(message.with_(at=again))
    assert context.dossier_id is not None
    return Decision(state, effects=(Errand(context.dossier_id, state, state.messages[message.key], asks=True),))
