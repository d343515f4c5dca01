"""Knows how a route looks in a terminal: lanes on the left, what each leg is in the middle, when it runs on the right."""

from collections.abc import Iterator

from intake.route_sums import ends, leg_minutes
from lienthong_calendar import term_in_words
from lienthong_contracts import PlannedLeg
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from lienthong_local.route.asked import Asked, Use, last_day
from lienthong_local.route.foot import foot
from lienthong_local.route.lanes import DESK, HOME, Step, steps

BAR, SHARE, WITH_BAR, WIDEST = 20, 18, 90, 132
HATCH = "▒▒▒"
SIGNS = {"branch": "○", "external": "◇", "desk": "◎"}


def show(asked: Asked, console: Console) -> None:
    """Print the drawing."""
    width = min(console.width, WIDEST)
    console.print(_head(asked), highlight=False)
    for line in _legs(asked, width):
        line.rstrip()
        line.truncate(width, overflow="ellipsis")
        console.print(line, highlight=False, no_wrap=True, overflow="ignore", crop=False)
    console.print()
    for indent, line in foot(asked):
        console.print(Padding(line, (0, 0, 0, indent), expand=False), highlight=False, width=width)


def _head(asked: Asked) -> Text:
    route = asked.route
    until = f" đến hết {last_day(route):%d/%m/%Y}" if route.valid_to else ""
    kept = f"{route.decision_no} · bản {route.entry_version} · hiệu lực từ {route.valid_from:%d/%m/%Y}{until}"
    return Text.assemble((route.name, "bold"), (f"  {route.id}\n", "dim"), (f"{kept}\n", "dim"))


def _legs(asked: Asked, width: int) -> Iterator[Text]:
    legs, end = {leg.leg: leg for leg in asked.legs}, ends(asked.legs)
    mark = {name: _sign(leg) for name, leg in legs.items()} | dict.fromkeys((DESK, HOME), SIGNS["desk"])
    drawn = list(steps(asked.legs, mark))
    room = max(len(part.rstrip()) for step in drawn for part in (step.join, step.node, step.below, step.part)) + 2
    whole = max(end.values(), default=1)
    phase = 1
    for step in drawn:
        leg = legs.get(step.name)
        if step.join:
            yield _row(step.join, room)
        if leg is None:
            yield _row(step.node, room).append(_place(asked, step), "bold")
        else:
            yield from _stop(leg, phase, step, room)
            phase = max(phase, leg.phase)
            yield _first(leg, step, room, width, (end[step.name] - leg_minutes(leg), end[step.name], whole))
            yield from (_row(step.below, room).append_text(more) for more in _more(leg, asked))
        if step.part:
            yield _row(step.part, room)
        elif leg is None and step.below:
            yield _row(step.below, room)


def _sign(leg: PlannedLeg) -> str:
    return SIGNS["external"] if leg.external else SIGNS["branch"] if leg.branch else "●"


def _row(lanes: str, room: int) -> Text:
    return Text(f"  {lanes.rstrip():<{room}}", "cyan").append("", "default")


def _place(asked: Asked, step: Step) -> str:
    desk = asked.names["desk"].name if asked.names else "Bộ phận một cửa"
    return f"{desk} {'tiếp nhận' if step.name == DESK else 'trả kết quả'}"


def _stop(leg: PlannedLeg, phase: int, step: Step, room: int) -> Iterator[Text]:
    if leg.pause_before:
        ground = f"{HATCH} đồng hồ dừng: {leg.pause_before} {HATCH}"
        yield _row(step.before, room).append(ground, "yellow").append(f"  giai đoạn {leg.phase}" if leg.phase > phase else "", "dim")


def _first(leg: PlannedLeg, step: Step, room: int, width: int, when: tuple[int, int, int]) -> Text:
    task = Text("∥ " if step.parallel else "", "magenta").append(leg.task, "bold")
    bar = BAR + 2 if width >= WITH_BAR else 0
    task.truncate(max(width - room - SHARE - bar - 3, 24), overflow="ellipsis", pad=True)
    line = _row(step.node, room).append_text(task).append(f"{term_in_words(leg.share):>{SHARE}}  ")
    return line.append_text(_bar(*when)) if bar else line


def _bar(begin: int, end: int, whole: int) -> Text:
    left, right = round(begin * BAR / whole), max(round(end * BAR / whole), round(begin * BAR / whole) + 1)
    return Text("·" * left, "dim").append("█" * (right - left), "green").append("·" * (BAR - right), "dim")


def _more(leg: PlannedLeg, asked: Asked) -> Iterator[Text]:
    yield Text(f"{leg.leg} · ", "dim").append(_who(leg.agency, asked), "default")
    if leg.supervisor:
        yield Text(f"giám sát: {_who(leg.supervisor, asked)}", "dim")
    if leg.branch:
        branch = next(branch for branch in asked.route.branches if branch.id == leg.branch)
        yield Text(f"nhánh {branch.id}: {branch.name}", "magenta").append("" if branch.default else " (khi được chọn)", "dim")
    yield from _waits(leg)
    if leg.result:
        yield Text(f"có kết quả: {_result(leg.result, asked.uses)}", "green")


def _waits(leg: PlannedLeg) -> Iterator[Text]:
    if leg.posting:
        clock = "đồng hồ dừng" if leg.posting_stops_clock else "tính vào thời hạn của chặng"
        yield Text(f"niêm yết công khai {term_in_words(leg.posting)}, {clock}", "yellow")
    if leg.consult_within:
        silence = "im lặng là đồng ý" if leg.on_silence == "deemed_consent" else "im lặng thì báo lãnh đạo"
        yield Text(f"hỏi ý kiến: trả lời trong {term_in_words(leg.consult_within)}, {silence}", "blue")
    if leg.external:
        yield Text(f"{leg.external} trả lời thay cơ quan", "blue")


def _who(role: str, asked: Asked) -> str:
    agency = asked.names.get(role)
    return f"{agency.name} ({agency.id})" if agency else role


def _result(result: str, uses: list[Use]) -> str:
    names = {part.id: part.name for use in uses for part in use.procedure.results}
    return names.get(result, result)
