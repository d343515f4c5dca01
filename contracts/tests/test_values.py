"""What a field of an event may hold: text, instants, money, and never personal data."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lienthong_contracts import KINDS, DossierEvent, FeePaid, JourneyStopped, ProcedurePublished
from pydantic import BaseModel, ValidationError

# A commune, an agency or a leg has a name, a person none: in a dossier's event nobody's can stand.
PERSONAL = re.compile(r"(^|_)(name|phone|mobile|email|mail|address|birth\w*|dob|gender|cccd|cmnd|passport|citizen|"
                      r"id_?(no|number|card)|tax_code|bank\w*|account|signature|ethnicity|contact)($|_)")  # fmt: skip


def stopped(**changes: Any) -> JourneyStopped:
    return JourneyStopped.model_validate({**JourneyStopped.example, **changes})


def test_text_with_nul_is_refused_as_postgresql_refuses_it() -> None:
    with pytest.raises(ValidationError, match="NUL"):
        stopped(reason="rút\x00hồ sơ")


def test_text_is_kept_in_composed_letters() -> None:
    loose = unicodedata.normalize("NFD", "Nguyễn Thị Hường rút hồ sơ")
    assert loose != (tight := unicodedata.normalize("NFC", loose))
    assert stopped(reason=loose).reason == tight


def test_text_that_grows_when_composed_stays_within_its_length() -> None:
    with pytest.raises(ValidationError):  # each of these letters is two when composed
        stopped(reason="\u0958" * 1500)


@given(st.text(max_size=2000).filter(lambda text: "\x00" not in text))
@settings(max_examples=200, deadline=None)
def test_any_text_that_was_accepted_can_be_read_again(text: str) -> None:
    event = stopped(reason=text[:900])
    assert JourneyStopped.from_json(event.to_json()) == event


@pytest.mark.parametrize("at", ["2026-11-23T09:00:00", datetime(2026, 11, 23, 9)])  # noqa: DTZ001
def test_an_instant_without_its_zone_is_refused(at: Any) -> None:
    with pytest.raises(ValidationError, match="timezone"):
        stopped(at=at)


def test_an_instant_keeps_its_zone() -> None:
    at = datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert stopped(at="2026-11-23T09:00:00+07:00").at == at
    assert b"+07:00" in stopped(at="2026-11-23T09:00:00+07:00").to_json()


@pytest.mark.parametrize("code", ["", "a" * 65, "H32 41", "H32\n", "ố", "a;drop"])
def test_a_code_is_short_and_plain(code: str) -> None:
    with pytest.raises(ValidationError):
        stopped(agency=code)


@pytest.mark.parametrize("amount", [560500.5, -1, "560.500đ", None, 10**19])
def test_a_sum_is_a_whole_number_of_dong(amount: Any) -> None:
    with pytest.raises(ValidationError):
        FeePaid.model_validate({**FeePaid.example, "amount_dong": amount})


def test_every_field_of_money_is_whole_dong_and_never_negative() -> None:
    # A list of fees is no sum: each of them has its own.
    money = [(kind, name, facts) for kind, name, facts in fields() if re.search("dong|amount|fee|price", name) and name != "fees"]
    sums = {f"{kind}.{name}": facts for kind, name, facts in money}
    assert len(sums) >= 4
    assert ProcedurePublished.Fee.model_json_schema()["properties"]["amount_dong"]["minimum"] == 0
    wrong = [place for place, facts in sums.items() if facts.get("type") != "integer" or facts.get("minimum") != 0]
    assert not wrong, f"{wrong}: money is `Dong`, an integer from 0, and its name ends in _dong"
    assert all(place.endswith("_dong") for place in sums)


def fields() -> list[tuple[str, str, dict[str, Any]]]:
    schemas = {name: kind.model_json_schema() for name, kind in KINDS.items()}
    return [(kind, name, facts) for kind, schema in schemas.items() for name, facts in schema["properties"].items()]


def names_in(model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    return [name for part in (schema, *schema.get("$defs", {}).values()) for name in part.get("properties", {})]


def test_no_fact_about_a_dossier_carries_personal_data() -> None:
    allowed = {"DossierReceived.name": "the name of a holiday in the trace of the date"}
    found = {f"{kind.__name__}.{name}" for kind in KINDS.values() if issubclass(kind, DossierEvent)
             for name in names_in(kind) if PERSONAL.search(name)}  # fmt: skip
    assert found == set(allowed), "names, phones, addresses, ID numbers stay with intake; an event carries references"


@pytest.mark.parametrize("name", ["phone", "full_name", "email", "address", "id_number", "cccd", "citizen", "birthday"])
def test_the_names_of_personal_data_are_known(name: str) -> None:
    assert PERSONAL.search(name)
