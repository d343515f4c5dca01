"""How the OpenAPI document tells of a body that comes as JSON or YAML."""

from typing import Any

from intake.administration.entries import Proposed
from intake.administration.reading import YAML_TYPES


def proposed_body() -> dict[str, Any]:
    """The request's body; the chassis takes its models to the document's, where an entry as answered has its plain name."""
    schema = Proposed.model_json_schema(ref_template="#/components/schemas/Proposed{model}")
    models = {f"Proposed{name}": model | {"title": f"Proposed{name}"} for name, model in schema.pop("$defs").items()}
    whole = {"$ref": "#/components/schemas/Proposed", "$defs": {"Proposed": schema, **models}}
    return {"requestBody": {"required": True, "content": {kind: {"schema": whole} for kind in ("application/json", YAML_TYPES[0])}}}
