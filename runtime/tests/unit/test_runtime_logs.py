"""Logs tell of faults by type and place: whatever a fault quotes is somebody's, and stays out."""

import json
import logging
import subprocess
import sys

import pytest
from lienthong_runtime import logs
from lienthong_runtime.http import service_only
from lienthong_runtime.settings import RuntimeSettings
from pydantic import ValidationError
from starlette.exceptions import HTTPException

PERSON = "Nguyễn Thị Ngọc Ẩn"


class Row(Exception):
    """As a database's driver says it."""

    sqlstate, constraint_name = "23505", "person_pkey"


def caught(fault: BaseException) -> logs.ExcInfo:
    try:
        raise fault
    except BaseException as it:
        return type(it), it, it.__traceback__


FAULTS = [ValueError(PERSON), KeyError(PERSON), ExceptionGroup(PERSON, [ValueError(PERSON), ExceptionGroup(PERSON, [KeyError(PERSON)])])]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_trace_says_types_and_places_and_no_words(fault: Exception) -> None:
    fault.add_note(PERSON)
    fault.__cause__ = ValueError(PERSON)
    structured = json.dumps(logs.Wordless(show_locals=False)(caught(fault)), ensure_ascii=False)
    for text in (structured, logs.told(caught(fault))):
        assert PERSON not in text and type(fault).__name__ in text and "test_runtime_logs.py" in text


def test_of_a_database_s_error_the_code_and_the_constraint_are_told() -> None:
    (trace,) = logs.Wordless(show_locals=False)(caught(Row(f"DETAIL: Key (name)=({PERSON})")))
    assert (trace["sqlstate"], trace["constraint_name"], trace["exc_value"]) == ("23505", "person_pkey", "")


def test_a_library_s_line_is_its_first_one() -> None:
    said = "Task exception was never retrieved\nfuture: <Task exception=%r>"
    record = logging.LogRecord("asyncio", 40, "", 0, said, (ValueError(PERSON),), None)
    said = logs.Plain("%(levelname)s %(name)s %(message)s").format(record)
    assert said == "ERROR asyncio Task exception was never retrieved"


def test_a_library_s_trace_has_no_words_either() -> None:
    record = logging.LogRecord("uvicorn.error", 40, "", 0, "Exception in ASGI application\n", (), caught(ValueError(PERSON)))
    said = logs.Plain("%(message)s").format(record)
    assert PERSON not in said and "builtins.ValueError" in said


def test_a_process_that_dies_says_of_what_and_nothing_that_it_quotes() -> None:
    dies = "import sys; from lienthong_runtime import logs; logs.configure('x'); int(sys.argv[1])"
    ended = subprocess.run([sys.executable, "-c", dies, PERSON], capture_output=True, text=True, check=False)
    assert ended.returncode == 1 and "builtins.ValueError" in ended.stderr and PERSON not in ended.stderr


def test_settings_that_are_wrong_are_named_without_what_they_hold() -> None:
    with pytest.raises(ValidationError) as wrong:
        RuntimeSettings(http_port="a-secret")  # type: ignore[arg-type]
    assert "http_port" in str(wrong.value) and "a-secret" not in str(wrong.value)



@pytest.mark.parametrize("said", ["", "Bearer x", "Bearer é", "\xff" * 50, "Bearer token\u2028"])
async def test_no_other_word_than_the_services_own_opens_their_doors(said: str) -> None:
    with pytest.raises(HTTPException) as refused:
        await service_only("token").dependency(said)
    assert refused.value.status_code == 401


def test_a_secret_that_everybody_can_read_is_named_where_others_reach_the_service() -> None:
    assert RuntimeSettings(http_host="0.0.0.0", service_token="local").shipped_secrets() == ["service_token"]
    assert RuntimeSettings(http_host="0.0.0.0", service_token="of its own").shipped_secrets() == []
    assert RuntimeSettings(http_host="127.0.0.1", service_token="local").shipped_secrets() == []
