"""What providers' answers mean, as tables: whether the recipient, the moment or we ourselves are the reason (domain.md §5.2)."""

import re
from collections.abc import Mapping

from lienthong_runtime.gsm7 import without_diacritics

from notifier.domain.answer import Outcome, Refused, Throttled, Untried

PAUSE = 1.0  # seconds after "too fast", where the provider doesn't say how long


def _never(reason: str) -> Outcome:
    return Refused(reason, permanent=True)


def _later(reason: str) -> Outcome:
    return Refused(reason, permanent=False)


# SMPP 3.4 §5.1.3, command_status of submit_sm_resp. What is wrong with our own account or sender name is no fault of the
# recipient: another provider may take it at once, and this one counts as ill.
SMPP: Mapping[int, Outcome] = {
    0x00000001: _never("invalid-length"),
    0x00000002: Untried("invalid-command-length"),
    0x00000003: Untried("invalid-command"),
    0x00000004: Untried("not-bound"),
    0x00000005: Untried("already-bound"),
    0x00000008: _later("system-error"),
    0x0000000A: Untried("sender-refused"),
    0x0000000B: _never("invalid-destination"),
    0x0000000C: _later("invalid-message-id"),
    0x0000000D: Untried("bind-failed"),
    0x0000000E: Untried("wrong-password"),
    0x0000000F: Untried("wrong-system-id"),
    0x00000014: Throttled(PAUSE),  # queue full
    0x00000045: _later("submit-failed"),
    0x00000058: Throttled(PAUSE),  # throttled
    0x00000061: _never("invalid-schedule"),
    0x00000062: _never("invalid-expiry"),
    0x00000064: _later("temporary-application-error"),
    0x00000065: _never("permanent-application-error"),
    0x00000066: _never("rejected-by-application"),
}
# Appendix B, `stat` of a receipt: whether it arrived; None: not known yet.
STATS: Mapping[str, bool | None] = {
    "DELIVRD": True, "EXPIRED": False, "DELETED": False, "UNDELIV": False, "REJECTD": False, "ACCEPTD": None, "ENROUTE": None,
    "UNKNOWN": None,
}  # fmt: skip
STATES: Mapping[int, str] = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN", 8: "REJECTD"}

# SMTP replies that speak of us or of the server instead of the recipient.
SMTP_OURS = frozenset({421, 454, 502, 503, 504, 530, 534, 535, 538, 554})
# Of an answer to RCPT and DATA; the enhanced status (RFC 3463) is asked first, for "550" alone may mean anything.
SMTP_ENHANCED: Mapping[str, Outcome] = {
    "5.1.1": _never("no-such-mailbox"), "5.1.2": _never("no-such-domain"), "5.1.3": _never("invalid-address"),
    "5.1.6": _never("mailbox-moved"), "5.1.10": _never("no-mail-there"), "5.2.1": _never("mailbox-closed"),
    "5.2.2": _later("mailbox-full"), "5.3.4": _never("too-large"), "5.7.1": Untried("relay-refused"),
    "5.7.26": Untried("not-authenticated"),
    "4.2.1": _later("mailbox-busy"), "4.2.2": _later("mailbox-full"), "4.7.0": Throttled(PAUSE), "4.7.28": Throttled(PAUSE),
}  # fmt: skip

# The HTTP gateway's answers by status and, in its JSON, error.
GATEWAY_ERRORS: Mapping[str, Outcome] = {
    "invalid-destination": _never("invalid-destination"), "text-too-long": _never("invalid-length"), "malformed": _never("malformed"),
    "invalid-sender": Untried("sender-refused"), "unauthorised": Untried("wrong-password"), "no-credit": Untried("no-credit"),
}  # fmt: skip


def named(words: str) -> str:
    """A provider's own words as a name: an event's reason is a Code, and what can't be said would never be kept."""
    return re.sub(r"[^0-9A-Za-z._/@-]+", "-", without_diacritics(words)).strip("-")[:64] or "unknown"


def of_smpp(status: int) -> Outcome:
    """What a submit's answer means; a vendor's own status is tried again: for good only what the table says."""
    return SMPP.get(status, _later(f"smpp-{status:#x}"))


def of_smtp(code: int, text: str) -> Outcome:
    """What an SMTP answer means, by its enhanced status where it has one."""
    enhanced = next(iter(text.split(maxsplit=1)), "")  # a server may answer a code and blanks
    if enhanced in SMTP_ENHANCED:
        return SMTP_ENHANCED[enhanced]
    if code in SMTP_OURS:
        return Untried(f"smtp-{code}")
    return _never(f"smtp-{code}") if 500 <= code < 600 else _later(f"smtp-{code}")
