"""The commands of routing and intake as small forms: which fields each asks for, its key on the page, and its body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from lienthong_calendar import VIET_NAM

Kind = Literal["text", "line", "officer", "agency", "leg", "papers", "day", "moment", "number", "channel"]


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in."""

    name: str
    kind: Kind
    required: bool = True


@dataclass(frozen=True, slots=True)
class Act:
    """A command by the service that takes it; `strong` ones lead the dossier on."""

    service: Literal["routing", "intake"]
    icon: str
    key: str = ""
    fields: tuple[Field, ...] = ()
    strong: bool = False


_REASON, _GROUND, _CONTENT = Field("reason", "text"), Field("legal_ground", "line"), Field("content", "text")
# In the order in which they are shown; keys are letters of this page only.
ACTS: dict[str, Act] = {
    "acknowledge": Act("routing", "arrows-left-right", "N", (), strong=True),
    "receive": Act("intake", "file-plus", "N", (), strong=True),
    "assign": Act("routing", "user-share", "G", (Field("officer", "officer"),), strong=True),
    "start": Act("routing", "player-play", "L", (), strong=True),
    "complete": Act("routing", "circle-check", "H", (), strong=True),
    "propose": Act("routing", "signature", "T", (), strong=True),
    "approve": Act("routing", "file-check", "D", (), strong=True),
    "sign": Act("routing", "signature", "K", (Field("certificate", "line", required=False),), strong=True),
    "number": Act("routing", "rubber-stamp", "S", (Field("result_no", "line"),), strong=True),
    "issue": Act("routing", "send", "R", (), strong=True),
    "return": Act("intake", "check", "T", (Field("channel", "channel"), Field("post_no", "line", required=False)), strong=True),
    "resend": Act("routing", "send", "E", (), strong=True),
    "answer": Act("routing", "messages", "Y", (Field("answer", "text"),), strong=True),
    "resume": Act("routing", "player-play", "U", (), strong=True),
    "supplement": Act("intake", "file-check", "B", (Field("papers", "papers", required=False),), strong=True),
    "pay": Act("intake", "cash", "P", (Field("receipt_no", "line", required=False),), strong=True),
    "post-notice": Act("routing", "speakerphone", "I", (), strong=True),
    "apologise": Act("routing", "mail-heart", "O", (_REASON, Field("new_due_at", "day"))),
    "consult": Act("routing", "message-question", "P", (Field("asked", "agency"), Field("question", "text"))),
    "ask-supplement": Act("routing", "file-alert", "B", (_CONTENT, _GROUND)),
    "ask-supplement-again": Act("routing", "file-alert", "", (_CONTENT, _GROUND)),
    "visit-site": Act("routing", "user-check", "", (Field("visited_at", "moment"), Field("place", "line"), Field("present", "number"),
                                                    Field("findings", "text"))),
    "pause": Act("routing", "player-pause", "", (Field("ground", "line"),)),
    "send-back": Act("routing", "arrow-back-up", "", (_REASON,)),
    "return-leg": Act("routing", "arrow-back-up", "", (Field("back_to", "leg"), _REASON)),
    "refuse-hand-over": Act("routing", "arrow-back-up", "", (_REASON,)),
    "recall": Act("routing", "arrow-back", "", (_REASON,)),
    "stand-in": Act("routing", "users", ""),
    "transfer": Act("routing", "route", "", (Field("competent", "agency"), _REASON, _GROUND)),
    "refuse": Act("routing", "file-x", "X", (_REASON, _GROUND)),
    "return-submission": Act("intake", "file-alert", "B", (_CONTENT, _GROUND)),
    "decline": Act("intake", "file-x", "X", (_REASON, _GROUND)),
    "give-back": Act("intake", "arrow-back-up", "", (Field("papers", "papers"),)),
    "lapse": Act("intake", "clock-stop", "", (_REASON, _GROUND)),
    "withdraw": Act("intake", "door-exit", "", (_REASON,)),
}  # fmt: skip
ABOUT = ("leg", "consignment", "consultation", "ground", "purpose")
_CLOSING = time(17, 0)


def body_of(act: Act, said: Mapping[str, Any], closing: time = _CLOSING) -> dict[str, Any]:
    """The command's body, of a form as it was sent: only what the command knows, and each value as it wants it."""
    body: dict[str, Any] = {name: said[name] for name in ABOUT if said.get(name)}
    for field in act.fields:
        value = said.get(field.name)
        if field.kind == "papers":
            body[field.name] = [value] if isinstance(value, str) and value else list(value or ())
        elif value or field.required:
            body[field.name] = _value(field.kind, str(value or "").strip(), closing)
    version = str(said.get("version", ""))
    return {**body, "version": int(version)} if version.isascii() and version.isdigit() and len(version) < 10 else body


def _value(kind: Kind, text: str, closing: time) -> Any:
    """What can't be read as what it should be goes as it was typed: the service names the fault at its field."""
    try:
        if kind == "day" and text:
            return datetime.combine(date.fromisoformat(text), closing, VIET_NAM).isoformat()
        if kind == "moment" and text:
            return datetime.fromisoformat(text).replace(tzinfo=VIET_NAM).isoformat()
        return int(text) if kind == "number" and text else text
    except ValueError:
        return text
