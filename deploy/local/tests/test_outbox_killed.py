"""The sinks' file after a kill in the middle of a line."""

import json
from pathlib import Path

from lienthong_local.outbox import Outbox


def test_half_a_line_that_a_kill_left_is_cut_off_and_the_next_message_stands_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    first = Outbox(file)
    first.keep("email", to="a@b.vn")
    first.close()
    with file.open("ab") as killed:
        killed.write('{"kind": "email", "text": "nửa d'.encode()[:-1])
    again = Outbox(file)
    again.keep("sms", to="84901234567")
    again.close()
    assert [json.loads(line)["kind"] for line in file.read_text().splitlines()] == ["email", "sms"]
    assert again.totals == {"email": 1, "sms": 1}
