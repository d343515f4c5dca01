"""`lienthong due`: the date and its reasons, or every fault by name (issue 4)."""

import json

import pytest
from lienthong_local.cli import build
from typer.testing import CliRunner

VECTORS = [  # domain.md §2.4
    ({"received": "2026-11-23T09:00", "term": "3wd"}, "2026-11-27T17:00:00+07:00"),
    ({"received": "2026-08-18T09:00", "term": "15d"}, "2026-09-03T17:00:00+07:00"),
    ({"received": "2026-11-23T15:00:01", "term": "sameday"}, "2026-11-25T17:00:00+07:00"),
    ({"received": "2026-11-20T16:00", "term": "4wh"}, "2026-11-23T10:30:00+07:00"),
    ({"received": "2026-11-21T08:30", "term": "1wd", "duty": True}, "2026-11-23T17:00:00+07:00"),
    ({"received": "2026-11-20T20:00", "term": "1wd"}, "2026-11-25T17:00:00+07:00"),
    ({"received": "2026-11-20T20:00", "term": "1wd", "after_hours": "actual"}, "2026-11-23T17:00:00+07:00"),
    ({"received": "2026-11-23T02:00:00Z", "term": "3wd", "agency": "H32.41"}, "2026-11-27T17:00:00+07:00"),
]


def asked(*words: str, given: str | bytes | None = None):
    return CliRunner().invoke(build(), ["due", *words], input=given)


def test_a_stream_of_questions_is_answered_line_by_line():
    result = asked("--jsonl", given="\n".join(json.dumps(question) for question, _ in VECTORS))
    assert [json.loads(line)["due_at"] for line in result.stdout.splitlines()] == [due for _, due in VECTORS]
    assert result.exit_code == 0


def test_a_faulty_line_is_named_and_the_next_one_answered():
    lines = ['{"received": "2026-11-23", "term": "3"}', "[]", '{"x": 1}', '{"received": "9999-12-31T23:59-12:00", "term": "1d"}',
             '{"received": "2026-11-23T09:00", "term": "3wd", "agency": "H99"}', json.dumps(VECTORS[0][0])]  # fmt: skip
    result = asked("--jsonl", given="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [sorted(fault["field"] for fault in answer.get("faults", ())) for answer in answers] == [
        ["received", "term"], [""], [""], ["received"], ["agency"], []]  # fmt: skip
    assert result.exit_code == 1


@pytest.mark.parametrize(("lang", "word"), [("vi", "ngày tiếp nhận, không tính"), ("en", "day of reception, not counted")])
def test_every_day_is_explained_in_the_reader_s_language(lang, word):
    result = asked("--received", "2026-11-23T09:00", "--term", "3wd", "--lang", lang)
    assert word in result.stdout
    assert "27/11/2026 17:00" in result.stdout
    facts = json.loads(asked("--received", "2026-11-23T09:00", "--term", "3wd", "--lang", lang, "--json").stdout)
    assert [step["counts"] for step in facts["trace"]] == [False, False, True, True, True]
    assert facts["trace"][1]["decision_no"] == "NQ 80-NQ/TW"


def test_every_fault_of_a_question_is_named_at_once():
    result = asked("--received", "2026-02-30T09:00", "--term", "-1wd", "--after-hours", "never")
    assert result.exit_code == 2
    assert all(option in result.stderr for option in ("--received", "--term", "--after-hours"))


def test_a_date_beyond_the_known_years_is_refused_not_guessed():
    result = asked("--received", "2027-12-30T09:00", "--term", "5wd")
    assert (result.exit_code, "2024-2027" in result.stderr, result.stdout) == (2, True, "")


def test_the_past_has_its_own_agencies():  # 1 July 2025
    old = {"received": "2025-06-30T09:00", "term": "1wd", "agency": "H43.00"}
    new = {**old, "received": "2025-07-01T09:00"}
    answers = [json.loads(line) for line in asked("--jsonl", given=f"{json.dumps(old)}\n{json.dumps(new)}").stdout.splitlines()]
    assert ["due_at" in answer for answer in answers] == [True, False]
