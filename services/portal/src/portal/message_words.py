"""Messages in words: what one is about, whom it is for besides the citizen, and why it went as it did."""

from collections.abc import Mapping
from typing import Any

from portal.domain.delivery import template_of
from portal.web.letter_phrases import REASONS, RECIPIENTS, TEMPLATES


def message_words(message: str, lang: str = "vi") -> str:
    """What a message is about, by its template or its key (`received/sms`, `supplement_asked-1/sms`); empty for an unknown one."""
    return TEMPLATES.get(template_of(message), ("", ""))[lang != "vi"]


def reason_words(reason: str, lang: str = "vi") -> str:
    """Why, in words; a code that has none yet is shown as it is rather than hidden."""
    return REASONS.get(reason, (reason, reason))[lang != "vi"]


def recipient_words(recipient: str, lang: str = "vi") -> str:
    """`cho thủ trưởng`; nothing of the applicant, for whom messages are unless it is said."""
    return RECIPIENTS.get(recipient, ("", ""))[lang != "vi"]


def notes(kind: str, body: Mapping[str, Any], lang: str) -> list[str]:
    """What is said of a message after its sentence."""
    if not kind.startswith(("Message", "PhoneCall")):
        return []
    found = (recipient_words(str(body.get("recipient", "")), lang), reason_words(str(body.get("reason") or ""), lang))
    return [words for words in found if words]


def channel_of(key: str) -> str:
    """By what a message goes, from its key: `breached-dossier/email@H32.41.head`."""
    return key.partition("@")[0].rpartition("/")[2]
