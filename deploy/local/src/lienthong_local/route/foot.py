"""Knows what stands below a drawn route: its sum against the terms of those who use it."""

from collections.abc import Iterator
from itertools import groupby

from lienthong_calendar import term_in_words
from rich.text import Text

from lienthong_local.route.asked import Asked, Use, days


def foot(asked: Asked) -> Iterator[tuple[int, Text]]:
    """Each line below the drawing, and how far it is indented."""
    route = asked.route
    chosen = f" với nhánh {', '.join(asked.chosen)}" if asked.chosen else " với các nhánh chọn sẵn" if route.branches else ""
    yield 0, Text(f"Đường dài nhất{chosen}: ").append(days(asked.longest), "bold")
    if route.least_branches:
        yield 0, Text(f"Công dân chọn từ {route.least_branches} đến {len(route.branches)} nhánh")
    if route.sum_override:
        yield 0, Text(f"Vượt thời hạn, đã chấp nhận: {route.sum_override}", "yellow")
    yield 0, Text("Dùng cho" if asked.uses else "Chưa có thủ tục nào dùng tuyến này.", "dim")
    for procedure, uses in groupby(asked.uses, lambda use: use.procedure):
        yield 2, Text.assemble((procedure.id, "bold"), f"  {procedure.name}")
        yield from ((4, _use(use, asked)) for use in uses)
        others = (case for case in procedure.cases if (case.route or procedure.route) != route.id)
        yield from ((4, Text(f"{case.name}: xem {case.route or procedure.route}", "dim")) for case in others)


def _use(use: Use, asked: Asked) -> Text:
    inside = "" if use.term.endswith("wd") or use.term == "sameday" else f", ít nhất {days(use.holds)}"
    line = Text(f"{use.case or 'thời hạn'}: {term_in_words(use.term)}{inside}  ")
    if use.case and asked.route.branches and asked.chosen is None:
        return line.append("tuỳ nhánh được chọn", "dim")
    left = use.holds - asked.longest
    said = f"✓ còn {days(left)}" if left > 0 else "✓ vừa đủ" if left == 0 else f"✗ vượt {days(-left)}"
    return line.append(said, "red" if left < 0 else "green")
