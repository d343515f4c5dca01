"""A backup that isn't whole, or a place that isn't empty, is refused with every fault by name, before anything is made."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from lienthong_local.backup import manifest
from lienthong_local.backup.log import Line, lines
from lienthong_local.backup.manifest import FORMAT, DatabaseKept, Manifest, PartitionKept, TopicKept
from lienthong_local.backup.verb import said
from lienthong_local.home import Home
from lienthong_local.restore.check import Unusable, checked

SECRETS = {"seal": "a1" * 16, "wish": "b2" * 16, "postgres": "c3" * 16}
LINE = Line(7, 1_790_000_000_000, b"key", b"\x00\xff", [("ce_id", b"1"), ("empty", None)])
LOG, DUMP = "topics/dossier.v1/000.jsonl.gz", "databases/intake.dump"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "backup"
    (place / LOG).parent.mkdir(parents=True)
    (place / DUMP).parent.mkdir(parents=True)
    (place / LOG).write_bytes(gzip.compress(msgspec.json.encode(LINE) + b"\n"))
    (place / DUMP).write_bytes(b"PGDMP")
    (place / "secrets.json").write_text(json.dumps(SECRETS))
    manifest.write(place, told(place))
    return place


def told(place: Path, **changes: object) -> Manifest:
    made = Manifest(
        FORMAT, datetime(2026, 11, 26, tzinfo=UTC), 0.01, "system", "",
        [DatabaseKept("intake", "intake", "0133", {"dossier": 1}, DUMP)],
        [TopicKept("dossier.v1", [PartitionKept(0, 7, 8, 1, LOG)])], {"intake": {"dossier.v1/0": 8}},
        manifest.fingerprints(SECRETS), 0, [manifest.part(place, path) for path in (LOG, DUMP, "secrets.json")],
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", tmp_path / "cache")


def faults(folder: Path, home: Home, secrets: Path | None = None, **environ: str) -> list[str]:
    with pytest.raises(Unusable) as caught:
        checked(folder, home, secrets, environ)
    assert not home.path.exists() or not list(home.path.glob("restoring"))
    return caught.value.faults


def test_a_whole_backup_and_an_empty_home_have_no_fault(folder: Path, tmp_path: Path) -> None:
    made, secrets = checked(folder, home(tmp_path), None, {})
    assert (made, secrets) == (told(folder), SECRETS)
    assert made.database_prefix == ""


def test_a_backup_s_moment_is_told_by_viet_nam_s_clock(folder: Path) -> None:
    shown = said(folder, told(folder, taken_at=datetime(2026, 11, 30, 23, 30, 5, tzinfo=UTC)), True)
    assert any("chốt lúc 01/12/2026 06:30:05;" in line for line in shown)


def test_a_record_comes_out_of_the_file_as_it_went_in(folder: Path) -> None:
    assert list(lines(folder / LOG)) == [LINE]


def test_every_fault_is_named_at_once(folder: Path, tmp_path: Path) -> None:
    (folder / LOG).unlink()
    (folder / DUMP).write_bytes(b"PGDMq")
    (folder / "secrets.json").write_text(json.dumps({**SECRETS, "seal": "00" * 16}))
    place = home(tmp_path)
    (place.path / "kafka").mkdir(parents=True)
    found = faults(folder, place, POSTGRES_DSN="postgresql://elsewhere/")
    for word in (LOG, DUMP, "secrets.json", "'seal'", str(place.path / "kafka"), "POSTGRES_DSN"):
        assert any(word in fault for fault in found), word
    assert len(found) == 6


def test_a_part_that_is_shorter_is_named_with_both_sizes(folder: Path, tmp_path: Path) -> None:
    (folder / DUMP).write_bytes(b"PG")
    assert faults(folder, home(tmp_path)) == [f"{DUMP}: 2 byte, bản kê ghi 5"]


def test_a_part_that_nobody_summed_up_or_that_lies_outside_is_refused(folder: Path, tmp_path: Path) -> None:
    outside = manifest.part(folder, DUMP)
    manifest.write(folder, told(folder, parts=[msgspec.structs.replace(outside, path="../home/x")]))
    found = faults(folder, home(tmp_path))
    assert [fault.partition(":")[0] for fault in found] == [DUMP, LOG, "../home/x"]


def test_a_folder_without_a_manifest_or_with_another_one_is_refused(folder: Path, tmp_path: Path) -> None:
    manifest.write(folder, told(folder, format="lienthong-backup-9"))
    assert "lienthong-backup-9" in faults(folder, home(tmp_path))[0]
    (folder / "manifest.json").write_text("{}")
    assert "bản kê" in faults(folder, home(tmp_path))[0]
    (folder / "manifest.json").unlink()
    assert "không đọc được" in faults(folder, home(tmp_path))[0]


def test_secrets_that_were_kept_elsewhere_are_taken_and_others_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "secrets.json").rename(tmp_path / "vault.json")
    manifest.write(folder, told_without(folder, tmp_path))
    assert "--secrets" in faults(folder, home(tmp_path))[0]
    _, known = checked(folder, home(tmp_path), tmp_path / "vault.json", {})
    assert known == SECRETS
    (tmp_path / "vault.json").write_text(json.dumps({**SECRETS, "wish": "ff" * 16}))
    assert "'wish'" in faults(folder, home(tmp_path), tmp_path / "vault.json")[0]


def told_without(folder: Path, tmp_path: Path) -> Manifest:
    (folder / "secrets.json").write_text(json.dumps(SECRETS))
    made = told(folder)
    (folder / "secrets.json").unlink()
    return msgspec.structs.replace(made, parts=[part for part in made.parts if part.path != "secrets.json"])
