"""Who was told what about a dossier, and who has still to be phoned."""

from typing import Any

from lienthong_runtime import Actor, Catalogue
from lienthong_runtime.identity import Role

from portal.domain.record import MessageRecord, Record
from portal.entry_lines import Wording
from portal.message_words import channel_of, message_words, reason_words, recipient_words
from portal.views import CallView, MessageView

CALLERS: tuple[Role, ...] = ("desk", "officer", "head")  # who may say what came of a call; notifier decides


def told(dossier_id: str, record: Record, wording: Wording, lang: str, *, staff: bool) -> tuple[MessageView, ...]:
    """The messages to the citizen, or those to officers and heads; newest first."""
    found = [(key, message) for key, message in record.messages.items() if (message.recipient != "applicant") == staff]
    newest = sorted(found, key=lambda message: message[1].at, reverse=True)
    return tuple(_message(dossier_id, key, message, wording, lang) for key, message in newest)


def _message(dossier_id: str, key: str, message: MessageRecord, wording: Wording, lang: str) -> MessageView:
    who = recipient_words(message.recipient, lang)
    view: Any = MessageView
    return view(  # type: ignore[no-any-return]
        message.at, channel_of(key), message.status, subject=message_words(key, lang), dossier_id=dossier_id,
        reason=reason_words(message.reason, lang), again_at=message.again_at,
        who=" ".join(part for part in (who, wording.name(message.agency) if message.agency else "") if part),
    )  # fmt: skip


def calls_of(record: Record, reader: Actor, catalogue: Catalogue, wording: Wording, lang: str) -> tuple[CallView, ...]:
    """The calls, those owed first; the reader's own where they work for the agency that owes them."""
    calls = sorted(record.calls.items(), key=lambda call: (not call[1].owed, call[1].asked_at))
    line = catalogue.line_of(reader.agency) if reader.agency and not reader.roles.isdisjoint(CALLERS) else ()
    return tuple(
        CallView(key, message_words(key, lang), wording.name(record.owes(call)), reason_words(call.reason, lang), call.asked_at, call.tries,
                 call.tried_at, call.reached_at, call.officer, mine=call.owed and record.owes(call) in line)
        for key, call in calls
    )  # fmt: skip
