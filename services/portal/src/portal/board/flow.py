"""Who hands dossiers to whom, as a few groups of agencies from left to right: channels, desks, who resolves, who signs, the end."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lienthong_contracts import AgencyPublished

from portal.board.sums import DUE
from portal.board.views import Edge, Flow, Node

# From left to right; dossiers that go back to an earlier column are told in the table only.
COLUMNS = {
    "counter": 0, "online": 0, "post": 0,
    "desk.commune": 1, "desk.district": 1, "desk.province": 1,
    "unit.commune": 2, "unit.district": 2, "unit.province": 2, "land": 2, "other": 2,
    "police": 3, "insurance": 3, "tax": 3, "vertical": 3,
    "leader": 4,
    "in_time": 5, "open": 5, "overdue": 5, "late": 5, "apart": 5,
}  # fmt: skip
_ENDS = {"early": "in_time", "on_day": "in_time", "late": "late", "late_apologised": "late"}
_NOW = {"on_time": "open", "due_soon": "open", "paused": "open", "overdue": "overdue"}
_LEVELS = {"tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district"}
type Find = Callable[[str], AgencyPublished | None]


def group_of(agency: AgencyPublished | None, find: Find) -> str:
    """The group that an agency belongs to."""
    if agency is None:
        return "other"
    level = _level(agency, find)
    if agency.kind == "one_stop":
        return f"desk.{level}"
    if agency.kind == "vertical":
        return next((role for role in ("police", "insurance", "tax") if any(role in own for own in agency.roles)), "vertical")
    if agency.kind == "government" or any(role.endswith("_leader") for role in agency.roles):
        return "leader"
    return "land" if "land_office" in agency.roles else f"unit.{level}"


def _level(agency: AgencyPublished, find: Find) -> str:
    # "thành phố" is a province (all of H01's) or a district's city (H18.01): the top of its code tells.
    if agency.level == "thành phố":
        top = find(agency.id.partition(".")[0])
        return "province" if top is not None and top.level == "thành phố" else "district"
    return _LEVELS.get(agency.level, "commune")


def flow(moved: Iterable[Mapping[str, Any]], held: Iterable[Mapping[str, Any]], find: Find) -> Flow:
    """`moved` says how many went from where to where in the period, `held` who has how many in work now."""
    edges: Counter[tuple[str, str]] = Counter()
    for row in moved:
        edges[_place(row["origin"], find), _place(row["target"], find)] += row["n"]
    holds: Counter[str] = Counter()
    for row in held:
        if row["klass"] in DUE:
            group = group_of(find(row["member"]), find)
            holds[group] += row["n"]
            edges[group, _NOW[DUE[row["klass"]]]] += row["n"]
    return _drawn(edges, holds)


def _place(name: str, find: Find) -> str:
    if name.startswith("~"):
        return name[1:]
    return _ENDS.get(name[1:], "apart") if name.startswith("=") else group_of(find(name), find)


def _drawn(counted: Counter[tuple[str, str]], holds: Counter[str]) -> Flow:
    edges = [Edge(a, b, n, COLUMNS[a] >= COLUMNS[b]) for (a, b), n in counted.items() if n > 0 and a != b]
    through: Counter[str] = Counter()
    for edge in edges:
        if not edge.back:
            through[edge.target] += edge.n
            through[edge.origin] += edge.n if COLUMNS[edge.origin] == 0 else 0
    keys = {key for edge in edges for key in (edge.origin, edge.target)}
    nodes = [Node(key, COLUMNS[key], through[key], holds[key]) for key in COLUMNS if key in keys]
    order = list(COLUMNS)
    return Flow(tuple(nodes), tuple(sorted(edges, key=lambda e: (e.back, order.index(e.origin), order.index(e.target)))))
