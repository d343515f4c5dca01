"""The contracts as a page: AsyncAPI and OpenAPI, read from the project's own generated files."""

import json
from pathlib import Path
from typing import Any

from portal.views import DocChapter, DocEntry, DocPart, DocsView


def docs_view(folder: Path) -> DocsView:
    """A chapter a topic, then one a service."""
    chapters: list[DocChapter] = []
    if (events := folder / "asyncapi.json").is_file():
        chapters += _topics(json.loads(events.read_text("utf-8")))
    for path in sorted(folder.glob("openapi-*.json")):
        chapters.append(_service(path.stem, json.loads(path.read_text("utf-8"))))
    return DocsView(tuple(chapters))


def _topics(document: dict[str, Any]) -> list[DocChapter]:
    return [
        DocChapter(name.replace(".", "-"), channel.get("address", name), "/tai-lieu/asyncapi.json", channel.get("description", ""),
                   tuple(_message(document, reference) for reference in channel["messages"].values()))
        for name, channel in document["channels"].items()
    ]  # fmt: skip


def _message(document: dict[str, Any], reference: dict[str, str]) -> DocEntry:
    message = document["components"]["messages"][reference["$ref"].rpartition("/")[2]]
    schema = document["components"]["schemas"][message["payload"]["$ref"].rpartition("/")[2]]
    parts = tuple(_part(name, facts, name in schema.get("required", ())) for name, facts in schema.get("properties", {}).items())
    example = json.dumps(message["examples"][0]["payload"], ensure_ascii=False, indent=2)
    return DocEntry(message["name"], message.get("x-producer", ""), message.get("summary", ""), parts, example)


def _part(name: str, facts: dict[str, Any], required: bool) -> DocPart:
    kinds = [f.get("type") or f.get("format") or "…" for f in facts.get("anyOf", [facts])]
    return DocPart(name, " | ".join(map(str, kinds)), required, facts.get("description", ""))


def _service(name: str, document: dict[str, Any]) -> DocChapter:
    entries = [
        DocEntry(path, method.upper(), operation.get("summary", ""), (*_parameters(operation), *_body(document, operation)))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return DocChapter(name, document["info"]["title"], f"/tai-lieu/{name}.json", "", tuple(entries))


def _parameters(operation: dict[str, Any]) -> list[DocPart]:
    return [DocPart(p["name"], p["in"], p.get("required", False), p.get("description", "")) for p in operation.get("parameters", ())]


def _body(document: dict[str, Any], operation: dict[str, Any]) -> list[DocPart]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schema = document.get("components", {}).get("schemas", {}).get(content.get("$ref", "").rpartition("/")[2], {})
    return [_part(name, facts, name in schema.get("required", ())) for name, facts in schema.get("properties", {}).items()]
