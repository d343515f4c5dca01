"""An instant as requests write it: ISO 8601 with its zone, never a bare number of seconds, in years that a dossier may see."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticKnownError


def _written(said: Any) -> Any:
    # pydantic takes "0.5" for half a second after 1970; a year tells the two apart.
    if (isinstance(said, str) and said[4:5] != "-") or isinstance(said, int | float):
        raise PydanticKnownError("datetime_parsing", {"error": "it is a number"})
    return said


def _imaginable(at: datetime) -> datetime:
    # At either end of what datetime can say, UTC has a year 0 or 10000, and no driver writes it.
    if not 1900 <= at.year <= 2999:
        raise PydanticKnownError("datetime_parsing", {"error": "it is out of range"})
    return at


Instant = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_imaginable)]
