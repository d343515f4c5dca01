"""How long a letter's text gets at most, whichever way its conditions go."""

from collections.abc import Iterable, Iterator

from jinja2 import nodes

from lienthong_runtime.gsm7 import septets

# The longest that are real. Of codes, 26 signs: H18.12.34-20261123-0000007 (domain.md §1.4; the old identifier's has 25). Of
# portals, https://dichvucong.khanhhoa.gov.vn; of terms, months in words; of sums, billions.
_PORTAL = "https://dichvucong.khanhhoa.gov.vn/tra-cuu?ma="
_MOMENT = "27/11/2026 17:00"
_ALWAYS = {"received": _MOMENT, "due": _MOMENT, "term": "120 ngay lam viec", "amount": "9.000.000.000", "one_time_code": "12345678",
           "minutes": "15", "opt_out": "soan TC gui 8xxx"}  # fmt: skip
_CODE, _ID = "H18.12.34-20261123-0000007", "01933c3e-7a00-7000-8000-000000000001"
# A dossier that nobody received yet has no code and no date: it is called by its day, and the link has its id.
_SAMPLES = ({"code": _CODE, "link": _PORTAL + _CODE},
            {"code": f"nop {_MOMENT}", "link": _PORTAL + _ID, "received": "", "term": "", "due": ""})  # fmt: skip


def longest_texts(tree: nodes.Template) -> Iterator[str]:
    """The longest that an SMS may read: of a dossier with a code, and of one without."""
    yield from (_longest(tree, {**_ALWAYS, **sample}) for sample in _SAMPLES)


def _longest(node: nodes.Node, words: dict[str, str]) -> str:
    match node:
        case nodes.TemplateData():
            return node.data
        case nodes.Const():
            return str(node.value)
        case nodes.Name():
            return words[node.name]
        case nodes.Compare() | nodes.Not():
            return "False"
        case nodes.If() | nodes.And() | nodes.Or() | nodes.CondExpr():
            return max((_joined(way, words) for way in _ways(node)), key=septets)
        case _:
            return _joined(node.iter_child_nodes(), words)


def _joined(some: Iterable[nodes.Node], words: dict[str, str]) -> str:
    return "".join(_longest(node, words) for node in some)


def _ways(node: nodes.Node) -> Iterator[list[nodes.Node]]:
    if isinstance(node, nodes.If):
        yield from (node.body, *(other.body for other in node.elif_), node.else_)
    else:
        yield from ([child] for child in node.iter_child_nodes(exclude=("test",)))
