"""Dashboards and alerts ask only for what the services really tell, and whoever is woken finds what to do."""

import json
import re
from collections.abc import Iterator
from typing import Any

import promql_parser as promql
import pytest
import yaml
from lienthong_contracts import KINDS
from lienthong_local.cli import build
from lienthong_local.databases import SERVICES
from lienthong_local.documents import rule_files, service_and_app
from lienthong_local.home import CHECKOUT
from portal.domain import alarms

DEPLOY = CHECKOUT / "deploy"
RULES = [rule for group in yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8"))["groups"] for rule in group["rules"]]
DASHBOARDS = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((DEPLOY / "grafana").glob("*.json"))}
RUNBOOK = (CHECKOUT / "docs" / "runbook.md").read_text("utf-8")
PROMETHEUS_OWN = {"up"}
VALUES = {
    "kind of facts_total": set(KINDS),
    "kind of alarms": set(alarms.KINDS),
    "state of dead_letters": {"set_aside", "parked"},
    "result of events_total": {"applied", "duplicate", "set_aside"},
    "result of batches_total": {"committed", "failed"},
    "status of http_first_byte_seconds_count": {"2xx", "3xx", "4xx", "429", "5xx"},
}


def selectors(expression: str) -> list[Any]:
    """Each metric that is asked for, with its conditions."""
    found: list[Any] = []
    _walk(promql.parse(expression), found)
    return found


def _walk(node: Any, found: list[Any]) -> None:
    if isinstance(node, promql.VectorSelector):
        found.append(node)
    for part in (getattr(node, name, None) for name in ("lhs", "rhs", "expr", "param", "vector_selector")):
        if part is not None:
            _walk(part, found)
    for part in getattr(node, "args", None) or ():
        _walk(part, found)


@pytest.fixture(scope="module")
def told() -> set[str]:
    """The names under which the five services' real applications tell their metrics."""
    return {name for service in SERVICES for name in _names(service_and_app(service)[1].state.metrics.registry)}


def _names(registry: Any) -> Iterator[str]:
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
    for family in registry.collect():
        yield from (family.name + suffix for suffix in suffixes[family.type])


def asked_for() -> Iterator[tuple[str, str]]:
    """Every expression, and where it stands."""
    yield from ((f"alert {rule['alert']}", rule["expr"]) for rule in RULES)
    for name, board in DASHBOARDS.items():
        yield from ((f"{name}: {panel['title']}", target["expr"]) for panel in board["panels"] for target in panel["targets"])


def test_no_metric_is_asked_for_that_nobody_tells(told: set[str]) -> None:
    unknown = {f"{where}: {one.name}" for where, text in asked_for() for one in selectors(text) if one.name not in told | PROMETHEUS_OWN}
    assert unknown == set()


def test_what_is_told_is_looked_at(told: set[str]) -> None:
    asked = {one.name.removesuffix("_bucket") for _, text in asked_for() for one in selectors(text)}
    ours = {name.removesuffix("_bucket") for name in told if not name.startswith("process_") and not name.endswith(("_sum", "_count"))}
    assert ours - asked == set(), "a metric that no dashboard shows and no alert asks for is told for nobody"


def test_conditions_name_kinds_states_and_services_that_there_are() -> None:
    wrong = []
    for where, text in asked_for():
        for one in selectors(text):
            for condition in one.matchers.matchers:
                values = set(condition.value.split("|")) - {""}
                known = set(SERVICES) if condition.name == "service" else VALUES.get(f"{condition.name} of {one.name}", values)
                wrong += [f"{where}: {condition.name}={value}" for value in values - known]
    assert wrong == []


def test_whoever_is_woken_finds_what_it_means_how_to_look_and_what_to_do() -> None:
    sections = {_anchor(head): body for head, body in re.findall(r"^### (.+?)\n(.+?)(?=^##|\Z)", RUNBOOK, re.M | re.S)}
    named = [rule["annotations"]["runbook_url"] for rule in RULES]
    assert sorted(named) == sorted(f"docs/runbook.md#{anchor}" for anchor in sections), "each alert has a section, each section an alert"
    for anchor, body in sections.items():
        assert all(f"**{part}**" in body for part in ("Citizens", "Look", "Do")), anchor


def _anchor(heading: str) -> str:
    return heading.strip().lower().replace(" ", "-")


def test_commands_of_the_runbook_are_verbs_of_the_house() -> None:
    verbs = {command.name or command.callback.__name__.replace("_", "-") for command in build().registered_commands if command.callback}
    groups = {group.name for group in build().registered_groups}
    assert set(re.findall(r"`\./lienthong ([a-z-]+)", RUNBOOK)) <= verbs | groups


def test_alerts_say_it_in_both_languages_and_how_urgent_it_is() -> None:
    for rule in RULES:
        assert rule["labels"]["severity"] in ("critical", "warning"), rule["alert"]
        assert {"summary", "summary_en", "runbook_url"} == set(rule["annotations"]), rule["alert"]
    names = [rule["alert"] for rule in RULES]
    assert len(names) == len(set(names))


def test_the_cluster_is_woken_by_the_same_alerts() -> None:
    ((name, text),) = rule_files().items()
    assert (DEPLOY / "k8s" / "base" / name).read_text("utf-8") == text, "run `python -m lienthong_local.documents`"


def test_prometheus_asks_every_service_where_compose_runs_it() -> None:
    scraped = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))["scrape_configs"][0]["static_configs"]
    stack = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text("utf-8"))["services"]
    there = {f"{service}:{stack[service]['environment']['LIENTHONG_HTTP_PORT']}": service for service in SERVICES}
    assert {one["targets"][0]: one["labels"]["service"] for one in scraped} == there


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_is_whole_and_its_panels_do_not_overlap(name: str) -> None:
    board = DASHBOARDS[name]
    assert board["uid"] == f"lienthong-{name}" and board["timezone"] == "Asia/Ho_Chi_Minh"
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken and at["x"] + at["w"] <= 24, panel["title"]
        taken |= cells
        assert panel["targets"] and all(promql.parse(target["expr"]) for target in panel["targets"])
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_somebody_hears_of_memory_before_the_cluster_ends_the_process() -> None:
    (expression,) = (rule["expr"] for rule in RULES if rule["alert"] == "MemoryGrows")
    heard = {one[0]: int(one[1]) for one in re.findall(r'service="([a-z-]+)"} > (\d+) \* 1024 \* 1024', expression)}
    assert set(heard) == set(SERVICES)
    for service, mebibytes in heard.items():
        (limit,) = re.findall(r"limits: {memory: (\d+)Mi}", (DEPLOY / "k8s" / "base" / f"{service}.yaml").read_text("utf-8"))
        assert 0.7 * int(limit) < mebibytes < 0.9 * int(limit), service


def test_who_is_told_that_a_service_is_down_is_told_which() -> None:
    """`absent` of a comparison has no labels: without these, several dead services would be one alert of no name."""
    (expression,) = (rule["expr"] for rule in RULES if rule["alert"] == "ServiceDown")
    for service in SERVICES:
        assert f'label_replace(absent(up{{service="{service}"}} == 1), "service", "{service}", "", "")' in expression
