"""The generated documents: each kind's schema, AsyncAPI of the topics, OpenAPI of each service, from the real services.

`python -m lienthong_local.documents [--check]` writes, or compares, contracts/schemas, docs/api, and the cluster's copy of the alerts.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import yaml
from fastapi import FastAPI
from lienthong_contracts import KINDS, CatalogueEntry, ClockTicked, Event
from lienthong_contracts.document import SCHEMAS, asyncapi, pretty, schema_files, write_or_check
from lienthong_runtime import Service
from lienthong_runtime.running import Running

DOCUMENTS = Path(__file__).parents[4] / "docs" / "api"
ALERTS = Path(__file__).parents[3] / "prometheus" / "alerts.yml"
K8S = Path(__file__).parents[3] / "k8s" / "base"
SERVICES = ("intake", "routing", "sla-monitor", "notifier", "portal")


def service_and_app(name: str) -> tuple[Service, FastAPI]:
    """The real service and its application, with neither Kafka nor a database behind it."""
    package = name.replace("-", "_")
    # The defaults alone: a document must not depend on the environment in which it is written.
    settings = import_module(f"{package}.settings").Settings.model_construct()
    service: Service = import_module(f"{package}.app").build(settings)
    return service, Running(service, settings, cast(Any, None)).app()


def kinds_taken(service: Service) -> list[type[Event]]:
    """What a service listens to: its own table, the catalogue, and in a replay the clock."""
    followed = (CatalogueEntry, ClockTicked)
    return [kind for kind in KINDS.values() if kind in service.on_event or issubclass(kind, followed)]


def api_files() -> dict[str, str]:
    """The text of each file that belongs into docs/api, by name."""
    parts = {name: service_and_app(name) for name in SERVICES}
    events = asyncapi({name: kinds_taken(service) for name, (service, _) in parts.items()})
    commands = {f"openapi-{name}.json": pretty(app.openapi()) for name, (_, app) in parts.items()}
    return {"asyncapi.json": pretty(events), **commands}


def rule_files() -> dict[str, str]:
    """The alerts as the Prometheus operator takes them."""
    rule = {"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule", "metadata": {"name": "lienthong"},
            "spec": yaml.safe_load(ALERTS.read_text("utf-8"))}  # fmt: skip
    text = yaml.safe_dump(rule, allow_unicode=True, sort_keys=False, width=120)
    return {"alerts.yaml": f"# Made from deploy/prometheus/alerts.yml by `python -m lienthong_local.documents`.\n{text}"}


def write_documents(check: bool = False) -> list[str]:
    """Write every generated document that is stale, unless only asked to check; say which ones were."""
    stale = write_or_check(schema_files(), SCHEMAS, check) + write_or_check(api_files(), DOCUMENTS, check)
    return stale + (write_or_check(rule_files(), K8S, check) if K8S.exists() else [])


def main() -> int:
    """Write, or with --check only tell whether all is up to date."""
    check = "--check" in sys.argv[1:]
    names = write_documents(check)
    print("\n".join(f"{'stale' if check else 'written'}: {name}" for name in names) or "every document is up to date")
    return 1 if check and names else 0


if __name__ == "__main__":
    sys.exit(main())
