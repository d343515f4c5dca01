"""What has to hold before the desk or the citizen may act; each refusal says why, and by which law."""

from typing import Any

from lienthong_runtime import Unprocessable, refuse_unless

from intake.domain.dossier import FINAL, Dossier

_WORDS = {
    "draft": "bản nháp", "submitted": "mới nộp", "incomplete": "chờ hoàn thiện", "received": "đang giải quyết", "declined": "đã từ chối",
    "supplement": "chờ bổ sung", "fee": "chờ nộp nghĩa vụ tài chính", "result": "đã có kết quả", "returned": "đã trả kết quả",
    "withdrawn": "đã rút", "stopped": "đã dừng",
}  # fmt: skip


class NeverSubmitted(Unprocessable):
    """A fact about a dossier that intake doesn't know: find its submission before replaying."""


def known(state: Dossier | None) -> Dossier:
    """The dossier. Raises NeverSubmitted."""
    if state is None:
        raise NeverSubmitted
    return state


def only(state: Dossier, *allowed: Any) -> Dossier:
    """The dossier, in one of these states."""
    refuse_unless(state.status in allowed, "status", f"không làm được khi hồ sơ {_WORDS[state.status]}",
                  f"not possible while the dossier is {state.status}", "NĐ 61/2018 Đ.17-20")  # fmt: skip
    return state


def open_dossier(state: Dossier) -> Dossier:
    """The dossier, if it isn't over."""
    refuse_unless(state.status not in FINAL, "status", f"hồ sơ {_WORDS[state.status]}", "it is closed", "NĐ 61/2018 Đ.20")
    return state


def remembered(state: Dossier) -> Dossier:
    """The dossier, if its person isn't forgotten: what came in now would be kept for ever."""
    refuse_unless(not state.erased, "status", "đã hết thời gian lưu", "the time to keep it is over", "Luật 91/2025")
    return state


def at_this_desk(state: Dossier, desk: str) -> Dossier:
    """The dossier, if this desk received it, or is to."""
    refuse_unless(desk == state.desk, "desk", "hồ sơ của bộ phận một cửa khác", "another desk's dossier", "R27")
    return state
