"""Each event as a short sentence: what happened in bold, then where; no blame, no personal data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lienthong_contracts.event import KINDS

from portal import format, late_words, message_words
from portal.web.phrases import CHANNELS, PHRASES

GROUPS = {"intake": "citizen", "routing": "journey", "sla-monitor": "time", "notifier": "message", "HandOverUnanswered": "journey"}

# The field whose value chooses between two sentences of one kind.
_CHOOSERS = {
    "ConsultationLapsed": "on_silence", "ResultIssued": "outcome", "DeadlineMet": "verdict", "EventSetAside": "state",
    "MessageDelivered": "channel", "DelayEscalated": "because", "PhoneCallMade": "reached",
}  # fmt: skip
_AGENCIES = frozenset({"agency", "sender", "receiver", "asked", "desk", "predecessor", "successor", "competent", "procedure"})
_LENGTHS = frozenset({"granted", "remaining", "used", "paused", "over", "idle"})
_MOMENTS = frozenset({"by", "answer_by", "since", "until"})


class _Fields(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return ""  # an older producer's body must not stop the feed


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence about an event: `tone` is act, ok, soon, over, pause or mute; `head` is set in bold."""

    icon: str
    tone: str
    head: str
    rest: str = ""
    group: str = ""

    @property
    def text(self) -> str:
        """The whole sentence, for readers without bold."""
        return f"{self.head}: {self.rest}" if self.rest else self.head


def sentence(kind: str, body: dict[str, Any], names: Callable[[str], str], lang: str = "vi") -> Line:
    """What `kind` says; `body` as its JSON gives it, `names` puts words to an agency's or a procedure's id.

    A kind that this house doesn't know yet is shown by its name rather than hidden.
    """
    found = next((PHRASES[variant] for variant in _variants(kind, body) if variant in PHRASES), None)
    if found is None:
        return Line("circle-dashed", "mute", kind)
    icon, tone, vi, en = found
    head, _, rest = (vi if lang == "vi" else en).partition(" | ")
    fields = said_of(body, names, lang)
    fields["template"] = message_words.message_words(str(body.get("template") or body.get("message", "")), lang)
    fields["overruns"] = late_words.overruns(body, names, lang) if kind == "DeadlineBreached" else ""
    more = (*late_words.notes(body, names, lang), *message_words.notes(kind, body, lang))
    whole = [part for part in (_tidy(rest.format_map(fields)), *more) if part]
    group = GROUPS.get(kind) or GROUPS.get(KINDS[kind].producer, "")
    return Line(icon, tone, head.format_map(fields), "; ".join(whole), group)


def said_of(body: dict[str, Any], names: Callable[[str], str], lang: str) -> dict[str, Any]:
    """An event's fields as they stand in a sentence; one that isn't there is empty."""
    return _Fields({name: _said(name, value, names, lang) for name, value in body.items()})


def agency_of(body: dict[str, Any]) -> str:
    """The agency that an event happened at, as its id; empty when the body names none."""
    return str(body.get("agency") or body.get("receiver") or body.get("asked") or body.get("desk") or "")


def _variants(kind: str, body: dict[str, Any]) -> Iterator[str]:
    """From the most particular sentence to the kind's own."""
    clock = f"/{'dossier' if body['clock'] == 'dossier' else 'leg'}" if "clock" in body else ""
    chosen = f"/{body.get(_CHOOSERS[kind])}" if kind in _CHOOSERS else "/again" if body.get("attempt", 1) > 1 else ""
    yield from (kind + clock + chosen, kind + chosen, kind + clock, kind)


def _said(name: str, value: Any, names: Callable[[str], str], lang: str) -> Any:
    if value is None:
        return ""
    if name in _AGENCIES:
        return names(str(value))
    if name in _LENGTHS:
        return format.working_words(int(value), lang=lang)
    return _plain(name, value, lang)


def _plain(name: str, value: Any, lang: str) -> Any:
    if name.endswith("_at") or name in _MOMENTS:
        return format.short_moment(datetime.fromisoformat(value), lang)
    if name.endswith("_dong"):
        return format.dong(int(value), lang)
    if name == "channel":
        return CHANNELS.get(value, (value, value))[lang != "vi"]
    return len(value) if name == "legs" else value


def _tidy(rest: str) -> str:
    return rest.strip().removesuffix(":").removesuffix(",")
