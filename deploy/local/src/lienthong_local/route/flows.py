"""Knows the pages of docs/flows: ten journeys drawn from the catalogue."""

from datetime import date
from pathlib import Path

from lienthong_calendar import term_in_words

from lienthong_local.home import CHECKOUT
from lienthong_local.route.asked import Asked, asked, catalogue_in, days
from lienthong_local.route.mermaid import flowchart

FOLDER = CHECKOUT / "docs" / "flows"
# The page, what is asked, and the day: never today, so that a page changes only with the catalogue.
JOURNEYS = {
    "khai-sinh-lien-thong": ("3.000722", "2026-11-23"),
    "khai-tu-lien-thong": ("2.002913", "2026-11-23"),
    "ho-kinh-doanh": ("1.001612", "2026-11-23"),
    "giay-phep-xay-dung": ("1.013225", "2026-11-23"),
    "chuyen-nhuong-dat": ("1.013831", "2026-11-23"),
    "mat-giay-chung-nhan": ("1.012786", "2026-11-23"),
    "cap-giay-chung-nhan-lan-dau": ("1.013978", "2026-11-23"),
    "giao-dat": ("1.013949", "2026-11-23"),
    "tro-cap-xa-hoi": ("1.001776", "2026-11-23"),
    "tro-cap-xa-hoi-ba-cap": ("1.001776", "2025-06-30"),
}


def pages(catalogues: Path) -> dict[str, str]:
    """Each page's name and text, and their list."""
    catalogue = catalogue_in(catalogues)
    found = {name: asked(catalogue, procedure, date.fromisoformat(day)) for name, (procedure, day) in JOURNEYS.items()}
    listed = "\n".join(f"- [{one.route.name}]({name}.md): {days(one.longest)}" for name, one in found.items())
    head = "# Mười hành trình\n\nVẽ từ danh mục bằng `./lienthong route --write-docs`; sửa danh mục, đừng sửa trang.\n"
    return {"README.md": f"{head}\n{listed}\n"} | {f"{name}.md": _page(one) for name, one in found.items()}


def _page(one: Asked) -> str:
    uses = "\n".join(
        f"- {use.procedure.id} {use.procedure.name}{f' – {use.case}' if use.case else ''}: {term_in_words(use.term)}" for use in one.uses
    )
    head = f"# {one.route.name}\n\n{one.route.decision_no}, ngày {one.day:%d/%m/%Y}. Đường dài nhất: {days(one.longest)}.\n"
    return f"{head}\n```mermaid\n{flowchart(one)}\n```\n\nDùng cho:\n\n{uses}\n"
