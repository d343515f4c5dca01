"""What every kind of event promises."""

import inspect
import re

import jsonschema
import pytest
from lienthong_contracts import KINDS, DossierEvent, Event
from lienthong_contracts.document import TOPICS, schema_of

PRODUCERS = {"intake", "routing", "sla-monitor", "notifier", "replay", "any"}
kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)


@kinds
def test_every_kind_says_what_it_means(kind: type[Event]) -> None:
    doc = inspect.cleandoc(kind.__dict__.get("__doc__") or "")
    assert len(doc) > 15, "the docstring is the text that people read on the documents' page"
    assert doc[0].isupper()
    assert doc.endswith(".")


@kinds
def test_every_kind_has_one_producer_and_a_topic(kind: type[Event]) -> None:
    assert kind.producer in PRODUCERS
    assert kind.topic in TOPICS
    assert kind.version >= 1


@kinds
def test_every_example_is_valid_by_its_own_schema(kind: type[Event]) -> None:
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(kind.example)
    assert set(kind.example) <= set(kind.model_fields), "an example shows only fields that exist"


@kinds
def test_what_was_written_reads_back_to_the_same_bytes(kind: type[Event]) -> None:
    body = kind.model_validate(kind.example).to_json()
    assert kind.from_json(body).to_json() == body


@kinds
def test_a_reader_passes_over_fields_of_a_newer_producer(kind: type[Event]) -> None:
    body = kind.model_validate(kind.example).to_json()
    newer = b'{"added_later":{"deep":[1]},' + body[1:]
    assert kind.from_json(newer).to_json() == body


@kinds
def test_a_fact_cannot_be_changed_afterwards(kind: type[Event]) -> None:
    event = kind.model_validate(kind.example)
    field = next(iter(kind.model_fields))
    with pytest.raises(ValueError, match="frozen"):
        setattr(event, field, getattr(event, field))


def test_only_facts_about_dossiers_go_to_the_dossiers_log() -> None:
    on_the_log = [kind for kind in KINDS.values() if kind.topic == "dossier.v1"]
    assert [kind.__name__ for kind in on_the_log if not issubclass(kind, DossierEvent)] == []


def test_no_kind_is_named_after_a_deed_or_a_machine() -> None:
    wrong = [name for name in KINDS if re.search(r"(Event|Command)$|^(Handle|Update|Process(?!ing)|Do(?=[A-Z]))", name)]
    assert wrong == [], "a kind is the subject and a past participle: DossierForwarded, never ProcessDossierEvent"
