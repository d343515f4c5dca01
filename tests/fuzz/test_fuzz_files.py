"""Files and lines that people write are read, or refused by name with their place (issue 8)."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from intake.administration.reading import YAML_TYPES
from intake.administration.reading import read as read_proposal
from intake.catalogue import FOLDERS, FaultyCatalogue, read_catalogue
from lienthong_calendar import UnknownTerm, parse_term
from lienthong_local.due.question import Faulty, understood
from lienthong_local.due.question import read as read_question
from lienthong_local.failure import StackError
from lienthong_local.home import CHECKOUT
from lienthong_local.proof.check import main as check
from lienthong_local.succeed.plan import read as read_plan
from lienthong_runtime import Refused
from outside import outside, tries, words
from portal.catalogues.lines import line_of

SHIPPED = CHECKOUT / "deploy" / "catalogues"
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(20)
)
YAMLS = (
    b"- {id: a, when: 2025-13-45}",
    b"- 2025-02-30 25:61:61",
    b"? [a]\n: b",
    b"- &a [*a]",
    b"- !!python/object/apply:os.system [true]",
    b"- !!int '0x'",
    b"- !!binary '*'",
    b"- 0b2",
    b"- 1:2:99999999999999999999",
    b"- {like: [a], rows: 5}",
    b"- {template: {a: b}, agencies: 3}",
    b"- {template: a, agencies: [{}]}\n- {like: a, rows: [[H1, a, b]]}",
    b"- {template: a}\n- {like: a, rows: [[H1, a, b]]}",
    b"5",
    b"{a: b}",
    b"- 5",
    b"- {template: a, agencies: [{id: '{id.__class__}', kind: k, name: '{name!r:>9999999999}'}]}\n- {like: a, rows: [[H1, a, b]]}",
)
SMALL = {name: tuple(file.read_bytes()[:1500] for file in sorted((SHIPPED / name).glob("*.yml"))[:3]) for name in FOLDERS}


@tries
@given(some.data())
def test_a_catalogue_s_file_is_read_or_every_fault_has_its_place(tmp_path_factory: pytest.TempPathFactory, data: some.DataObject) -> None:
    name = data.draw(some.sampled_from(sorted(FOLDERS)))
    folder = tmp_path_factory.mktemp("c")
    (folder / name).mkdir()
    (folder / name / "a.yml").write_bytes(data.draw(outside(*YAMLS, *SMALL[name])))
    try:
        read_catalogue(folder, [name])
    except FaultyCatalogue as fault:
        assert all(len(line) < 1000 for line in str(fault).splitlines())


@pytest.mark.parametrize("yaml", [*YAMLS[:9], b"\xff", b"[" * 2000, b"a: [", BOMB])
def test_a_file_that_is_no_yaml_is_named(tmp_path: Path, yaml: bytes) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.yml").write_bytes(yaml)
    with pytest.raises(FaultyCatalogue, match=r"a\.yml"):
        read_catalogue(tmp_path, ["letters"])


PLAN = b"decision_no: 1/QD\nagencies:\n  H43: H44\nfrom_catalogue: [H43]\n"


@tries
@given(outside(*YAMLS, PLAN, BOMB))
def test_a_plan_is_read_or_refused_in_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("p") / "plan.yml"
    file.write_bytes(content)
    try:
        read_plan(file)
    except StackError as fault:
        assert len(str(fault)) < 2000


@tries
@given(outside(*YAMLS, BOMB, b'{"title": "a", "entries": {}}'), some.sampled_from([*YAML_TYPES, "application/json", ""]))
def test_a_proposal_s_body_is_read_or_refused(content: bytes, kind: str) -> None:
    try:
        read_proposal(content, kind)
    except Refused as refusal:
        assert all(len(fault.vi) < 200 for fault in refusal.faults)


@tries
@given(words("entries:\n  routes:\n  - legs: [{share: 2}]\n", "a: &a [*a]"), words("entries.routes.0.legs.2.share", "a.٣.²"))
def test_a_field_s_line_is_a_number(text: str, field: str) -> None:
    assert line_of(text, field) >= 0


QUESTION = b'{"received": "2026-11-23T09:00", "term": "3wd", "after_hours": "actual", "duty": true, "agency": "H32"}'


@tries
@given(
    outside(
        QUESTION, b'{"received": "0001-01-01T00:00:00+14:00", "term": "1y"}', b'{"received": "9999-12-31T23:59:59-14:00", "term": "99y"}'
    )
)
def test_a_question_is_understood_or_every_fault_is_named(line: bytes) -> None:
    try:
        understood(read_question(line))
    except Faulty as fault:
        assert fault.faults


@tries
@given(words("3wd", "0.5wd", "sameday", "30min", "9" * 5000 + "d", "٣wd", "1e3d"))
def test_a_term_is_a_length_or_unknown(text: str) -> None:
    with contextlib.suppress(UnknownTerm):
        parse_term(text)


PROOF = json.dumps(
    {
        "code": "H1",
        "published": "x",
        "seals": [{"closed_on": "2026-11-26", "entries": 1, "prev": "", "root": "00", "hash": "00"}],
        "entries": [
            {
                "dossier_id": "a",
                "source": "intake",
                "number": 1,
                "event_id": "b",
                "kind": "DossierReceived",
                "prev": "",
                "hash": "00",
                "recorded_at": "2026-11-26T00:00:00Z",
                "body": '{"at": "2026-11-26T00:00:00Z"}',
                "sealed_on": "2026-11-26",
                "path": [["left", "00"]],
            }
        ],
    }
).encode()


@tries
@given(outside(PROOF))
def test_a_proof_that_was_bent_is_never_called_whole(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("b") / "ho-so.json"
    file.write_bytes(content)
    assert check([str(file)]) == 1
