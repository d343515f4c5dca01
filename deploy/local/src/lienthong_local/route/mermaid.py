"""Knows a route as a Mermaid flowchart."""

from collections.abc import Iterator

from intake.route_sums import choices, taken
from lienthong_calendar import term_in_words
from lienthong_contracts import PlannedLeg

from lienthong_local.route.asked import Asked

STYLES = (
    "classDef pause fill:#fff3cd,stroke:#b58900,stroke-dasharray:4 3,color:#333",
    "classDef branch fill:#f5e8fa,stroke:#8e44ad,color:#333",
    "classDef external fill:#e3f2fd,stroke:#1565c0,color:#333",
    "classDef desk fill:#e8f5e9,stroke:#2e7d32,color:#333",
)


def flowchart(asked: Asked) -> str:
    """The chart, from the desk that receives to the desk that gives the result."""
    desk = asked.names["desk"].name if asked.names else "Bộ phận một cửa"
    lines = [f'desk(["{_safe(desk)} tiếp nhận"]):::desk', f'home(["{_safe(desk)} trả kết quả"]):::desk']
    # A leg may be named as Mermaid's own words are (end, style): numbers may not.
    nodes = {leg.leg: f"n{number}" for number, leg in enumerate(asked.legs, 1)}
    for leg in asked.legs:
        lines += _node(leg, nodes[leg.leg], asked)
    lines += _edges(asked, nodes)
    return "\n".join(["flowchart TD", *(f"  {line}" for line in (*lines, *STYLES))])


def _node(leg: PlannedLeg, node: str, asked: Asked) -> Iterator[str]:
    agency = asked.names.get(leg.agency)
    watched = asked.names.get(leg.supervisor or "")
    text = [f"<b>{_safe(leg.task)}</b>", f"{_safe(agency.name if agency else leg.agency)} · {term_in_words(leg.share)}", *_notes(leg)]
    if leg.supervisor:
        text.append(f"giám sát: {_safe(watched.name if watched else leg.supervisor)}")
    kind = ":::external" if leg.external else ":::branch" if leg.branch else ""
    yield f'{node}["{"<br/>".join(text)}"]{kind}'
    if leg.pause_before:
        yield f'{node}p{{{{"⏸ {_safe(leg.pause_before)}<br/>đồng hồ dừng"}}}}:::pause'


def _notes(leg: PlannedLeg) -> Iterator[str]:
    if leg.posting:
        yield f"niêm yết {term_in_words(leg.posting)}{', đồng hồ dừng' if leg.posting_stops_clock else ''}"
    if leg.consult_within:
        silence = ", im lặng là đồng ý" if leg.on_silence == "deemed_consent" else ""
        yield f"hỏi ý kiến trong {term_in_words(leg.consult_within)}{silence}"
    if leg.external:
        yield f"{_safe(leg.external)} trả lời"


def _edges(asked: Asked, nodes: dict[str, str]) -> Iterator[str]:
    last = _last(asked)
    for leg in asked.legs:
        node, arrow = nodes[leg.leg], f"-. nhánh {leg.branch} .->" if leg.branch else "-->"
        into = f"{node}p" if leg.pause_before else node
        yield from (f"{nodes[other]} {arrow} {into}" for other in leg.after)
        if not leg.after:
            yield f"desk {arrow} {into}"
        if leg.pause_before:
            yield f"{into} --> {node}"
        if leg.leg in last:
            yield f"{node} --> home"


def _last(asked: Asked) -> set[str]:
    """The legs that nobody waits for, under some choice of branches."""
    ways = [asked.legs] if asked.chosen else [taken(asked.route, choice) for choice in choices(asked.route)]
    return {leg.leg for legs in ways for leg in legs if not any(leg.leg in other.after for other in legs)}


def _safe(text: str) -> str:
    return text.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
