"""What a manifest must look like, by the schemas of the cluster and its operators; nothing that they don't know is let through."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).with_name("schemas")


def faults_of(manifest: dict[str, Any]) -> list[str]:
    """Everything wrong with a manifest, each with its place."""
    validator = _validator(f"{manifest['apiVersion']}.{manifest['kind']}")
    name = f"{manifest['kind']} {manifest['metadata']['name']}"
    return [f"{name}: {'.'.join(map(str, fault.absolute_path))}: {fault.message[:200]}" for fault in validator.iter_errors(manifest)]


@cache
def _validator(kind: str) -> Draft202012Validator:
    core = json.loads((SCHEMAS / "kubernetes.json").read_text())
    if kind in core["kinds"]:
        return Draft202012Validator({"$ref": f"#/definitions/{core['kinds'][kind]}", "definitions": core["definitions"]})
    return Draft202012Validator(_closed(json.loads((SCHEMAS / f"{kind.replace('/', '.')}.json").read_text())))


def _closed(schema: Any) -> Any:
    """A cluster drops fields that an operator's schema doesn't know, without a word: here they are faults."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(one) for name, one in schema.items()}
    names = isinstance(closed.get("properties"), dict) and closed.get("type") == "object"
    if names and "additionalProperties" not in closed and not closed.get("x-kubernetes-preserve-unknown-fields"):
        closed["additionalProperties"] = False
    return closed
