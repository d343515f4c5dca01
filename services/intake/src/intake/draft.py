"""What a citizen has filled in so far: anything at all, as long as it can be written down."""

from typing import Annotated

import msgspec
from lienthong_contracts import Code
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticKnownError, to_json


def _keepable(fields: dict[str, object]) -> dict[str, object]:
    # Half a surrogate pair, or brackets within brackets without end: JSON may say it, and nothing can write it down.
    try:
        msgspec.json.encode(fields)
        to_json(fields)
    except (ValueError, RecursionError):
        raise PydanticKnownError("string_unicode") from None
    return fields


class Draft(BaseModel):
    """Whatever the citizen has filled in so far; nothing of it is checked before it is handed in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fields: Annotated[dict[Code, object], Field(max_length=40), AfterValidator(_keepable)] = Field(default_factory=dict)
