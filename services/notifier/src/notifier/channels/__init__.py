"""Providers: each takes a rendered message and says what became of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The provider took it, under this reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """The provider didn't take it; `permanent` when another try would be refused as well."""

    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for its provider; `reference` is the same on every try, so that a doubled one can be told."""

    to: str
    subject: str
    text: str
    reference: str
