"""The rail: every window's address, its icon, and to whom it is worth showing."""

from typing import Any, NamedTuple

from lienthong_runtime import AT_WORK, OVERSEERS, Actor

_EVERYBODY = frozenset[str]()


class Stop(NamedTuple):
    """A window on the rail; its word is `nav.<key>`."""

    key: str
    address: str
    icon: str
    roles: frozenset[str]


_WORK, _OVER = frozenset[str](AT_WORK), frozenset[str](OVERSEERS)
STOPS = (
    Stop("board", "/bang-theo-doi", "activity", _WORK | _OVER),
    Stop("inbox", "/hop-viec", "inbox", _WORK),
    Stop("hand_overs", "/ban-giao", "arrows-left-right", _WORK),
    Stop("counter", "/tiep-nhan", "desk", frozenset({"desk"})),
    Stop("alerts", "/canh-bao", "bell", frozenset({"head"})),
    Stop("roster", "/truc", "calendar-user", _WORK),
    Stop("dossiers", "/ho-so", "list-details", _WORK | _OVER),
    Stop("petitions", "/phan-anh/can-tra-loi", "message-report", frozenset({"desk", "officer", "head"})),
    Stop("reports", "/bao-cao/06a", "table", _WORK | _OVER),
    Stop("dead", "/hang-loi", "mail-exclamation", _OVER),
    Stop("health", "/suc-khoe", "broadcast", _OVER),
    Stop("catalogues", "/danh-muc", "bookmark", _WORK | _OVER),
    Stop("outbox", "/tin-gui", "message-dots", frozenset({"admin"})),
    Stop("deliveries", "/tin-gui/so-lieu", "mail-check", _OVER),
    Stop("users", "/quan-tri/nguoi-dung", "user-check", frozenset({"admin"})),
    Stop("audit", "/quan-tri/nhat-ky", "history", frozenset({"admin", "auditor"})),
    Stop("track", "/tra-cuu", "file-search", _EVERYBODY),
    Stop("docs", "/tai-lieu", "api", _EVERYBODY),
)

# What stands at the head of citizens' pages; those of their own lead to the door first.
CITIZENS = (
    Stop("procedures", "/thu-tuc", "list-details", _EVERYBODY),
    Stop("track", "/tra-cuu", "file-search", _EVERYBODY),
    Stop("mine", "/cua-toi", "clipboard-list", _EVERYBODY),
    Stop("petitions", "/phan-anh", "message-report", _EVERYBODY),
)


def rail(actor: Actor | None, local: Any) -> list[Stop]:
    """The windows worth showing; their routes decide by themselves."""
    shown = [stop for stop in STOPS if not stop.roles or (actor is not None and not stop.roles.isdisjoint(actor.roles))]
    return [stop for stop in shown if stop.key != "outbox" or local]
