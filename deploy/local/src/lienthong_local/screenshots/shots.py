"""Which pages are photographed, as whom, how wide and in which light."""

from typing import NamedTuple

from lienthong_local.verify.rows import Shown

DESK, PHONE = 1440, 390


class Shot(NamedTuple):
    """A page's name, address and reader; nobody is signed in without roles."""

    name: str
    path: str
    roles: tuple[str, ...] = ()
    agency: str = ""
    subject: str = "quan-tri"
    width: int = DESK
    dark: bool = False


def shots(shown: Shown) -> list[Shot]:
    """Every window's main pages."""
    admin, head = ("admin",), ("head", "officer")
    desk = ("desk",)
    board = [Shot("board", "/bang-theo-doi", admin), Shot("board-dark", "/bang-theo-doi", admin, dark=True),
             Shot("board-phone", "/bang-theo-doi", admin, width=PHONE)]  # fmt: skip
    officer = [
        Shot("inbox", "/hop-viec", head, shown.agency, "truong"),
        Shot("dossier", f"/ho-so/{shown.code}", head, shown.agency, "truong"),
        Shot("dossier-dark", f"/ho-so/{shown.code}", head, shown.agency, "truong", dark=True),
        Shot("counter", "/tiep-nhan?procedure=1.001612", desk, shown.desk, "motcua"),
        Shot("alerts", "/canh-bao", head, shown.agency, "truong"),
        Shot("hand-overs", "/ban-giao", head, shown.agency, "truong"),
    ]  # fmt: skip
    citizen = [
        Shot("home-phone", "/", width=PHONE), Shot("procedure-phone", "/thu-tuc/1.001612", width=PHONE), Shot("catalogue", "/thu-tuc"),
        Shot("track-phone", f"/tra-cuu?ma={shown.code}", width=PHONE),
        Shot("mine-phone", f"/cua-toi/{shown.own}", ("citizen",), "", shown.owner, PHONE), Shot("sign-in", "/vao"),
    ]  # fmt: skip
    running = [
        Shot("report-06a", "/bao-cao/06a", admin), Shot("report-766", "/bao-cao/766", admin), Shot("health", "/suc-khoe", admin),
        Shot("dead-letters", "/hang-loi", admin), Shot("deliveries", "/tin-gui/so-lieu", admin), Shot("catalogues", "/danh-muc", admin),
        Shot("users", "/quan-tri/nguoi-dung", admin), Shot("seals-phone", "/so-cai", width=PHONE),
    ]  # fmt: skip
    return [*board, *officer, *citizen, *running]
