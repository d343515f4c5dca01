"""From each service's document a stranger's tool makes a client without a complaint, and that client does a dossier's work."""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import uuid_utils.compat as uuids
from house import House
from lienthong_local.documents import DOCUMENTS
from lienthong_runtime import AT_WORK
from openapi_python_client import Config, MetaType, generate
from openapi_python_client.config import ConfigFile

DESK = "H32.41"
PDF_IS_BYTES = {"application/pdf": "application/octet-stream"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the packages intake_client and routing_client, which can be imported."""
    room = tmp_path_factory.mktemp("clients")
    for service in ("intake", "routing"):
        settings = ConfigFile(content_type_overrides=PDF_IS_BYTES, post_hooks=[])
        package = room / f"{service}_client"
        config = Config.from_sources(settings, MetaType.NONE, _without_yaml(service, room), "utf-8", False, output_path=package)
        complaints = generate(config=config)
        assert not complaints, "\n\n".join(f"{c.header}\n{c.detail}" for c in complaints)
    sys.path.insert(0, str(room))
    yield room
    sys.path.remove(str(room))


def _without_yaml(service: str, room: Path) -> Path:
    """The document with JSON bodies alone: of two kinds of a body the generator's code forgets an import (its issue 1451)."""
    document = json.loads((DOCUMENTS / f"openapi-{service}.json").read_text("utf-8"))
    for operation in (operation for methods in document["paths"].values() for operation in methods.values()):
        operation.get("requestBody", {"content": {}})["content"].pop("application/yaml", None)
    (path := room / f"{service}.json").write_text(json.dumps(document), "utf-8")
    return path


def client(house: House, service: str, agency: str) -> Any:
    token = house.services.issuer.token("mc1", agency, AT_WORK)
    made = import_module(f"{service}_client").AuthenticatedClient
    return made(house.urls[service], token=token, raise_on_unexpected_status=True, httpx_args={"trust_env": False})


@pytest.mark.parametrize("service", ["intake", "routing"])
def test_every_operation_has_become_a_function_that_can_be_imported(made: Path, service: str) -> None:
    document = json.loads((DOCUMENTS / f"openapi-{service}.json").read_text("utf-8"))
    operations = {o["tags"][0] + "." + o["operationId"] for methods in document["paths"].values() for o in methods.values()}
    modules = {f"{path.parent.name}.{path.stem}" for path in (made / f"{service}_client" / "api").glob("*/[a-z]*.py")}
    assert modules == operations
    assert all(import_module(f"{service}_client.api.{module}").sync_detailed for module in modules)


async def test_a_generated_client_hands_in_looks_up_and_acknowledges(house: House, made: Path) -> None:
    submit, dossier = import_module("intake_client.api.commands.submit"), import_module("intake_client.api.dossiers.dossier")
    body = import_module("intake_client.models").Submit.from_dict(
        {"procedure": "1.001612", "channel": "counter", "name": "Ẩn", "phone": "0912345678", "papers": ["form", "id_card"]})  # fmt: skip
    at_intake = client(house, "intake", DESK)
    received = await submit.asyncio(client=at_intake, body=body, idempotency_key=uuids.uuid7().hex)
    assert (await dossier.asyncio(received.dossier_id, client=at_intake))["code"].startswith(DESK)
    agency = (await (await house.lives())._planned(str(received.dossier_id)))["tasks"][0]["agency"]
    at_routing = client(house, "routing", agency)
    line, task = await _first_to_acknowledge(at_routing, agency)
    acknowledge = import_module("routing_client.api.commands.acknowledge").asyncio
    said = import_module("routing_client.models").Acknowledge(consignment=task.consignment, version=line.version)
    taken = await acknowledge(line.dossier_id, client=at_routing, body=said, idempotency_key=uuids.uuid7().hex)
    assert (taken.dossier_id, taken.version) == (received.dossier_id, line.version + 1)
    again = await acknowledge(line.dossier_id, client=at_routing, body=said, idempotency_key=uuids.uuid7().hex)
    assert (again.status, again.current["version"], again.errors[0].field) == (409, taken.version, "version")


async def _first_to_acknowledge(at_routing: Any, agency: str) -> tuple[Any, Any]:
    page = await import_module("routing_client.api.inbox.inbox").asyncio(agency, client=at_routing)
    return next((line, task) for line in page.lines for task in line.tasks if task.do == "acknowledge")
