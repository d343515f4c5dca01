"""How the OpenAPI document tells of a body that comes as JSON or YAML."""

from typing import Any

from intake.administration.entries import Proposed
from intake.administration.reading import YAML_TYPES


def proposed_body() -> dict[str, Any]:
    """The request's body, with every model in its place: a document's root isn't the schema's."""
    schema = Proposed.model_json_schema()
    whole = _inlined(schema, schema.pop("$defs"))
    return {"requestBody": {"required": True, "content": {kind: {"schema": whole} for kind in ("application/json", YAML_TYPES[0])}}}


def _inlined(schema: Any, models: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(part, models) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(models[schema["$ref"].rpartition("/")[2]], models)
    return {name: _inlined(part, models) for name, part in schema.items()}
