"""docs/api/asyncapi.json is a valid AsyncAPI 3.0.0 document and tells the truth about the topics."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
import yaml
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema
from lienthong_contracts import KINDS, Envelope, subject_of
from lienthong_local.documents import DOCUMENTS, SERVICES, service_and_app

DOCUMENT: dict[str, Any] = json.loads((DOCUMENTS / "asyncapi.json").read_text("utf-8"))
ROOT = Path(__file__).parents[2]
# The fixed fields of the specification's objects, as far as this document may use them.
FIELDS = {
    "": {"asyncapi", "info", "defaultContentType", "channels", "operations", "components"},
    "channels": {"address", "description", "messages", "title", "summary", "bindings"},
    "operations": {"action", "channel", "summary", "messages", "description", "bindings"},
    "messages": {"name", "title", "summary", "contentType", "payload", "headers", "bindings", "examples"},
}


def resolve(reference: str) -> Any:
    found = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def references(node: Any) -> Iterator[str]:
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key == "$ref":
            yield value
        else:
            yield from references(value)


def accepts(schema: dict[str, Any], value: Any) -> bool:
    whole = {**schema, "components": DOCUMENT["components"]}
    return bool(jsonschema.Draft202012Validator(whole).is_valid(value))


def headers_of(name: str) -> dict[str, str]:
    event = KINDS[name].model_validate(KINDS[name].example)
    envelope = Envelope(UUID(int=1), name, "intake", 1, subject_of(event), datetime(2026, 11, 23, tzinfo=UTC))
    return {key: value.decode() for key, value in envelope.to_headers()}


def test_another_implementation_reads_the_document() -> None:
    read = ApplicationSchema.model_validate(DOCUMENT)
    assert read.asyncapi == "3.0.0"
    assert read.components and read.components.messages and len(read.components.messages) == len(KINDS)


def test_only_fields_of_the_specification_are_used() -> None:
    rooms = {"": [DOCUMENT], "messages": DOCUMENT["components"]["messages"].values()}
    rooms |= {room: DOCUMENT[room].values() for room in ("channels", "operations")}
    used = {room: {field for thing in things for field in thing if field[:2] != "x-"} for room, things in rooms.items()}
    assert {room: fields - FIELDS[room] for room, fields in used.items() if fields - FIELDS[room]} == {}


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert len(found) > 2 * len(KINDS)
    for reference in found:
        assert resolve(reference)


def test_operations_name_only_messages_of_their_own_channel() -> None:
    for operation in DOCUMENT["operations"].values():
        own = operation["channel"]["$ref"] + "/messages/"
        assert operation["action"] in ("send", "receive")
        assert operation["messages"] and all(message["$ref"].startswith(own) for message in operation["messages"])


@pytest.mark.parametrize("name", KINDS)
def test_each_message_accepts_its_example_and_its_headers(name: str) -> None:
    message, headers = DOCUMENT["components"]["messages"][name], headers_of(name)
    assert accepts(message["payload"], message["examples"][0]["payload"])
    assert accepts(message["headers"], headers)
    assert not accepts(message["headers"], {**headers, "ce_type": "vn.lienthong.Another"})
    assert not accepts(message["headers"], {key: text for key, text in headers.items() if key != "ce_number"})


def test_the_channels_are_the_topics_that_are_created() -> None:
    created = yaml.safe_load((ROOT / "deploy/kafka/topics.yml").read_text("utf-8"))["topics"]
    assert {channel["address"] for channel in DOCUMENT["channels"].values()} == set(created)


def test_every_kind_is_sent_by_its_one_producer() -> None:
    senders: dict[str, set[str]] = {}
    for name, operation in DOCUMENT["operations"].items():
        for message in operation["messages"] if operation["action"] == "send" else ():
            senders.setdefault(message["$ref"].rpartition("/")[2], set()).add(name.split(".sends.")[0])
    everyone = senders.pop("EventSetAside")
    assert everyone == set(SERVICES)
    assert senders == {name: {kind.producer} for name, kind in KINDS.items() if name != "EventSetAside"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_kind_that_a_service_handles_is_received_by_it(service: str) -> None:
    parts, _ = service_and_app(service)
    received = {message["$ref"].rpartition("/")[2] for name, operation in DOCUMENT["operations"].items()
                if name.startswith(f"{service}.receives.") for message in operation["messages"]}  # fmt: skip
    handled = {kind.__name__ for kind in parts.on_event}
    assert handled <= received
    assert received - handled <= {n for n, kind in KINDS.items() if kind.topic in ("catalogue.v1", "clock.v1")}


def test_a_service_reads_every_topic_whose_facts_it_handles() -> None:
    for service in SERVICES:
        parts, _ = service_and_app(service)
        unread = {kind.topic for kind in parts.on_event} - set(parts.topics)
        assert not unread, f"{service} handles kinds of {unread} that it never reads"
