"""Each message's life, without a name, a number or an address; reported by notifier."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, DossierEvent, Text, example

Recipient = Literal["applicant", "officer", "head", "supervisor"]


class _OfMessage(DossierEvent):
    producer: ClassVar[str] = "notifier"
    topic: ClassVar[str] = "notification.v1"

    message: Code


class _FromNotifier(_OfMessage):
    """`message` is its natural key within the dossier; `agency` the one whose officer or head it is for."""

    channel: Literal["sms", "email"]
    recipient: Recipient = "applicant"
    agency: Code | None = None


def _example(**fields: object) -> dict[str, object]:
    return example(message="received/sms", channel="sms", **fields)


class MessageQueued(_FromNotifier):
    """A message will be sent; instead of one on the other channel when `reason` says why that one won't arrive."""

    example = _example(template="received")

    template: Code
    reason: Code | None = None


class MessageDeferred(_FromNotifier):
    """A try didn't succeed; the next one is due at `again_at`, until 72 hours after the first."""

    example = _example(provider="smpp", reason="queue-full", attempt=1, again_at="2026-11-23T09:00:30+07:00")

    provider: Code
    reason: Code
    attempt: int
    again_at: AwareDatetime


class MessageAccepted(_FromNotifier):
    """A provider took it, under its own reference; `parts` are what an SMS is paid for."""

    example = _example(provider="smpp", reference="A1B2", attempt=1)

    provider: Code
    reference: Text
    attempt: int
    parts: int = 1


class MessageDelivered(_FromNotifier):
    """It reached the recipient, by the provider's receipt; or the officer who phoned spoke with them."""

    example = _example(provider="smpp")

    provider: Code


class MessageFailed(_FromNotifier):
    """It didn't arrive and won't be tried again; what follows, another channel or a call, is queued beside it."""

    example = _example(reason="invalid-destination")

    reason: Code


class MessageSuppressed(_FromNotifier):
    """It wasn't sent, on purpose: no address, an opt-out, overtaken."""

    example = _example(reason="no-address")

    reason: Code


class PhoneCallAsked(_OfMessage):
    """Nothing that is owed by law reached the applicant: the agency has to phone, or write. `message` is its key, as of any other."""

    example = example(message="received/phone", template="received", agency="H32.41", reason="invalid-destination")

    template: Code
    agency: Code
    reason: Code


class PhoneCallMade(_OfMessage):
    """An officer phoned; `reached` when the applicant knows now, otherwise the call is still owed."""

    example = example(message="received/phone", agency="H32.41", officer="ntb", reached=True)

    agency: Code
    officer: Code
    reached: bool
