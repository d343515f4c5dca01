"""Knows what a mail server can be made to do to its senders; a test holds the object and changes it while the server works."""

from dataclasses import dataclass, field

ABUSE = "abuse"
# For people who try by hand: what becomes of a mail to such a local part.
BY_HAND = {"bounce.": "5.1.1"}


@dataclass
class MailMood:
    """A server in good health, until a field is changed."""

    refuse: bool = False  # connections are dropped before the greeting
    busy: int = 0  # so many of the next mails are answered 421, and the connection closed
    answers: dict[str, str] = field(default_factory=dict)  # the answer to RCPT TO, by recipient: "550 5.1.1 no such user"
    content: str = ""  # the answer to DATA in place of 250: "552 5.3.4 too big"; nothing is kept
    hang: bool = False  # DATA is never answered, and nothing kept
    cut: int = 0  # so many of the next mails are kept, and the connection cut before the 250
    fates: dict[str, str] = field(default_factory=dict)  # what comes back after the 250, by recipient: a status, or "abuse"
    bounces: str = ""  # host:port where what comes back is delivered; empty: nowhere
    delay: float = 0.05  # seconds until it does
    unanswered: int = 0  # how many mails came while it hung: told by the server, not to it

    def fate(self, recipient: str) -> str:
        """The enhanced status of RFC 3463 that a mail to the recipient meets later on, or "abuse"; empty when all is well."""
        by_hand = (status for start, status in BY_HAND.items() if recipient.startswith(start))
        return self.fates.get(recipient) or next(by_hand, "")

    def spend(self, what: str) -> bool:
        """Whether one of `busy` or `cut` is left, which is used up by this."""
        left: int = getattr(self, what)
        setattr(self, what, max(0, left - 1))
        return left > 0
