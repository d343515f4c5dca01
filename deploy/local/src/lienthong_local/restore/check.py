"""What can be wrong with a backup, or with the place that it is to be restored to: all of it named before anything is made."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from lienthong_local import stack_file
from lienthong_local.backup import manifest
from lienthong_local.backup.manifest import FORMAT, SECRETS, Manifest, Part, fingerprints, part
from lienthong_local.failure import StackError
from lienthong_local.home import Home

OF_A_STACK = ("kafka", "postgres", "objects", SECRETS)
NEEDED = ("seal", "wish")  # without which sealed persons and hashed wishes can't be read again
GIVEN = ("KAFKA_BOOTSTRAP_SERVERS", "POSTGRES_DSN")


class Unusable(StackError):
    """Every fault on a line of its own."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("không khôi phục được:\n" + "\n".join(f"  - {fault}" for fault in faults))
        self.faults = faults


def checked(folder: Path, home: Home, secrets: Path | None, environ: Mapping[str, str] = os.environ) -> tuple[Manifest, dict[str, str]]:
    """What the backup says of itself, and the secrets to use. Raises Unusable."""
    faults = list(_place(home, environ))
    made = _manifest(folder, faults)
    known: dict[str, str] = {}
    if made is not None:
        faults += _parts(folder, made)
        known = _secrets(secrets or folder / SECRETS, made, faults)
    if faults or made is None:
        raise Unusable(faults)
    return made, known


def _place(home: Home, environ: Mapping[str, str]) -> Iterator[str]:
    if stack_file.running(home):
        yield f"{home.path}: một hệ thống đang chạy ở đó; dừng nó, hoặc chọn LIENTHONG_HOME khác"
    for name in OF_A_STACK:
        if (home.path / name).exists():
            yield f"{home.path / name} đã có: chỉ khôi phục vào một nơi còn trống; chọn LIENTHONG_HOME khác"
    for name in GIVEN:
        if environ.get(name):
            yield f"{name} đang được đặt: chỉ khôi phục vào Kafka và PostgreSQL của chính LIENTHONG_HOME; bỏ biến ấy đi"


def _manifest(folder: Path, faults: list[str]) -> Manifest | None:
    try:
        made = manifest.read(folder)
    except OSError as fault:
        faults.append(f"{folder / manifest.FILE}: không đọc được ({fault.strerror}); đây có phải thư mục sao lưu?")
    except msgspec.MsgspecError as fault:
        faults.append(f"{folder / manifest.FILE}: không phải bản kê của một bản sao lưu ({fault})")
    else:
        if made.format == FORMAT:
            return made
        faults.append(f"{folder / manifest.FILE}: dạng {made.format!r}, phiên bản này chỉ đọc được {FORMAT!r}")
    return None


def _parts(folder: Path, made: Manifest) -> Iterator[str]:
    listed = {wanted.path for wanted in made.parts}
    needed = {kept.path for topic in made.topics for kept in topic.partitions} | {kept.path for kept in made.databases}
    for path in sorted(needed - listed):
        yield f"{path}: bản kê không có tổng kiểm tra của phần này"
    for wanted in made.parts:
        yield from _part(folder, wanted)


def _part(folder: Path, wanted: Part) -> Iterator[str]:
    if not (folder / wanted.path).resolve().is_relative_to(folder.resolve()):
        yield f"{wanted.path}: chỉ ra ngoài thư mục sao lưu"
        return
    try:
        found = part(folder, wanted.path)
    except OSError as fault:
        yield f"{wanted.path}: không đọc được ({fault.strerror})"
        return
    if found.bytes != wanted.bytes:
        yield f"{wanted.path}: {found.bytes} byte, bản kê ghi {wanted.bytes}"
    elif found.sha256 != wanted.sha256:
        yield f"{wanted.path}: nội dung đã đổi (SHA-256 {found.sha256[:12]}…, bản kê ghi {wanted.sha256[:12]}…)"


def _secrets(file: Path, made: Manifest, faults: list[str]) -> dict[str, str]:
    try:
        known = {str(name): str(value) for name, value in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError):
        faults.append(f"{file}: không có khoá của hệ thống; chỉ ra tệp secrets.json đã cất bằng --secrets")
        return {}
    prints = fingerprints(known)
    for name in NEEDED:
        if made.keys.get(name) != prints.get(name):
            faults.append(f"{file}: khoá {name!r} không phải của hệ thống đã sao lưu; dữ liệu sẽ không đọc được")
    return known
