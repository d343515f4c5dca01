"""What requests may write for an instant."""

from datetime import UTC, datetime

import pytest
from lienthong_runtime import Instant
from pydantic import TypeAdapter, ValidationError

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


def test_an_instant_is_written_with_its_zone():
    assert INSTANT.validate_python("2026-11-26T17:00:00+07:00") == datetime(2026, 11, 26, 10, tzinfo=UTC)


@pytest.mark.parametrize("said", ["0.5", "00589", "1790000000", "-1e3", 1790000000, 0.5, "2026-11-26T17:00:00", "2026-11-26", ""])
def test_a_number_and_a_time_without_a_zone_are_none(said):
    with pytest.raises(ValidationError):
        INSTANT.validate_python(said)


@pytest.mark.parametrize("said", ["0001-01-01T00:11:08+14:16", "9999-12-31T23:59:59-01:00"])
def test_an_instant_that_utc_cannot_say_is_none(said):
    with pytest.raises(ValidationError):
        INSTANT.validate_python(said)
