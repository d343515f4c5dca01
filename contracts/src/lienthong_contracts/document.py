"""The contracts written down: a JSON Schema for each kind, and AsyncAPI 3.0 for all topics.

`python -m lienthong_contracts.document [--check]` writes, or compares, contracts/schemas.
"""

import inspect
import json
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import models_json_schema

from lienthong_contracts.envelope import TYPE_PREFIX
from lienthong_contracts.event import KINDS, Event

SCHEMAS = Path(__file__).parents[2] / "schemas"
TOPICS = {
    "dossier.v1": "All facts about dossiers, whoever reports them, keyed by dossier: an ordered log each, for ever.",
    "notification.v1": "Each message's life: many facts, nobody's order depends on them. Keyed by dossier; a year.",
    "catalogue.v1": "Agencies, procedures, routes, calendars, letters. Compacted: each version of each entry is a key.",
    "clock.v1": "Business time in a replay; silent on a live system.",
    "dead-letter.v1": "What a service could not handle, and why; never the body.",
}
EVERYONE = "any"
_HEADERS = {
    "content-type": ("application/json", None),
    "ce_specversion": ("1.0", None),
    "ce_id": (None, "The event's own id, a UUID (version 7)."),
    "ce_type": (None, "The kind; a reader skips those that it doesn't know without parsing the body."),
    "ce_source": (None, "The service that reports it, as /lienthong/{service}."),
    "ce_subject": (None, "What it is about: the dossier's id, or the catalogue's key."),
    "ce_time": (None, "When it was decided, by the system clock. Business time is `at` in the body."),
    "ce_number": (None, "Its place among this source's events about this subject: 1, 2, 3 … A gap proves a loss."),
    "ce_dataschema": (None, "The body's JSON Schema."),
}


def schema_of(kind: type[Event]) -> dict[str, Any]:
    """The JSON Schema of a kind's body."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:lienthong:{kind.__name__}:{kind.version}",
        **kind.model_json_schema(),
        "examples": [kind.example],
        "x-producer": kind.producer,
        "x-topic": kind.topic,
    }


def schema_files() -> dict[str, str]:
    """The text of each file that belongs into contracts/schemas, by name."""
    return {f"{name}.v{kind.version}.json": pretty(schema_of(kind), sort=True) for name, kind in KINDS.items()}


def pretty(document: Any, sort: bool = False) -> str:
    """Stable text for a file that people compare."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=sort) + "\n"


def asyncapi(listeners: Mapping[str, Collection[type[Event]]]) -> dict[str, Any]:
    """AsyncAPI 3.0.0 of every topic. `listeners` says which kinds each service takes in."""
    kinds = [(kind, "validation") for kind in KINDS.values()]
    _, schemas = models_json_schema(kinds, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Liên Thông: events", "version": "1", "license": {"name": "Apache-2.0"},
                 "description": "CloudEvents 1.0 on Kafka in binary mode: attributes in headers, a JSON body."},
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, text) for topic, text in TOPICS.items()},
        "operations": {**_operations("sends", _senders(listeners)), **_operations("receives", listeners)},
        "components": {"messages": {name: _message(kind) for name, kind in KINDS.items()},
                       "schemas": {**schemas["$defs"], "CloudEventHeaders": _headers()}},
    }  # fmt: skip


def _channel(topic: str, description: str) -> dict[str, Any]:
    messages = {name: {"$ref": f"#/components/messages/{name}"} for name, kind in KINDS.items() if kind.topic == topic}
    return {"address": topic, "description": description, "messages": messages}


def _message(kind: type[Event]) -> dict[str, Any]:
    name = kind.__name__
    own = {"ce_type": {"const": TYPE_PREFIX + name}, "ce_dataschema": {"const": f"urn:lienthong:{name}:{kind.version}"}}
    key = "The dossier's id, or the catalogue's key: the same as ce_subject."
    return {
        "name": name, "title": name, "summary": inspect.cleandoc(kind.__doc__ or ""), "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{name}"},
        "headers": {"type": "object", "allOf": [{"$ref": "#/components/schemas/CloudEventHeaders"}], "properties": own},
        "bindings": {"kafka": {"key": {"type": "string", "description": key}, "bindingVersion": "0.5.0"}},
        "examples": [{"payload": kind.example}], "x-producer": kind.producer,
    }  # fmt: skip


def _headers() -> dict[str, Any]:
    texts = {name: {"type": "string", **({"const": fixed} if fixed else {"description": text})}
             for name, (fixed, text) in _HEADERS.items()}  # fmt: skip
    about = "CloudEvents 1.0, Kafka binary mode; ASCII."
    return {"type": "object", "description": about, "required": list(texts), "properties": texts}


def _senders(listeners: Collection[str]) -> dict[str, list[type[Event]]]:
    by: dict[str, list[type[Event]]] = {}
    for kind in KINDS.values():
        for sender in listeners if kind.producer == EVERYONE else (kind.producer,):
            by.setdefault(sender, []).append(kind)
    return by


def _operations(verb: str, kinds_of: Mapping[str, Collection[type[Event]]]) -> dict[str, Any]:
    return {
        f"{service}.{verb}.{topic}": _operation(service, verb, topic, kinds)
        for service, every in kinds_of.items() for topic in TOPICS
        if (kinds := [kind.__name__ for kind in every if kind.topic == topic])
    }  # fmt: skip


def _operation(service: str, verb: str, topic: str, kinds: list[str]) -> dict[str, Any]:
    channel = f"#/channels/{topic}"
    return {"action": verb.removesuffix("s"), "channel": {"$ref": channel}, "summary": f"{service} {verb}",
            "messages": [{"$ref": f"{channel}/messages/{kind}"} for kind in kinds]}  # fmt: skip


def stale(files: Mapping[str, str], folder: Path) -> list[str]:
    """The names of files that aren't there or don't say this."""
    there = {name: (folder / name).read_text("utf-8") for name in files if (folder / name).exists()}
    return [name for name, text in files.items() if there.get(name) != text]


def write_or_check(files: Mapping[str, str], folder: Path, check: bool) -> list[str]:
    """Write what is stale, unless only asked to check; either way say which files were."""
    names = stale(files, folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in () if check else names:
        (folder / name).write_text(files[name], "utf-8")
    return names


def main() -> int:
    """Write contracts/schemas, or with --check only tell whether it is up to date."""
    check = "--check" in sys.argv[1:]
    names = write_or_check(schema_files(), SCHEMAS, check)
    print("\n".join(f"{'stale' if check else 'written'}: {name}" for name in names) or "every schema is up to date")
    return 1 if check and names else 0


if __name__ == "__main__":
    sys.exit(main())
