"""An instant as requests write it: ISO 8601 with its zone, never a bare number of seconds."""

from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticKnownError


def _written(said: Any) -> Any:
    # pydantic takes "0.5" for half a second after 1970; a year tells the two apart.
    if (isinstance(said, str) and not said[4:5] == "-") or isinstance(said, int | float):
        raise PydanticKnownError("datetime_parsing", {"error": "it is a number"})
    return said


Instant = Annotated[AwareDatetime, BeforeValidator(_written)]
