"""Providers: each takes a rendered message and says what became of it; receipts and replies come back by themselves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from notifier.domain.answer import Outcome

MAIL = "mail"  # under which e-mails' references are kept: bounces come to one door, whichever server took the mail


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for its provider; `reference` is the same on every try, so that a doubled one can be told.

    `to` is a number as E.164, or an e-mail address, or several of one office apart by `, `; `opt_out` is the link that
    switches off what is only kind, empty for what the law requires.
    """

    to: str
    subject: str
    text: str
    reference: str
    urgent: bool = False
    opt_out: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message: `arrived`, or not and why; None when the provider doesn't know yet."""

    provider: str
    reference: str
    arrived: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A citizen wrote back, or complained: `wants` our messages or doesn't."""

    channel: str
    address: str
    wants: bool
    how: str


# Gives a future that is done once what was heard is kept.
type Told = Callable[[Receipt | Reply], asyncio.Future[None]]


class Provider(Protocol):
    """The three things that a provider does."""

    name: str

    async def send(self, message: Rendered) -> Outcome:
        """Hand one message over; whatever goes wrong is an outcome, never an exception."""

    async def ask(self, reference: str) -> Receipt | None:
        """What became of the message under our reference; None when it doesn't have it, or can't say."""

    async def listen(self, told: Told) -> None:
        """Tell of receipts and replies, for ever."""


async def tried[Result](work: Awaitable[Result]) -> Result | BaseException:
    """What the work gave, or the bug that it ended with: one message's or one provider's bug must not hold up the others."""
    (found,) = await asyncio.gather(work, return_exceptions=True)
    return found
