"""Kiểm chứng bằng chứng của một hồ sơ, không cần mạng và không cần chúng tôi: python3 kiem-chung.py HO-SO.json"""

# ruff: noqa: UP017  datetime.UTC is of Python 3.11, and citizens have what they have
# Only Python's own library (3.9 or later), and one file: whoever checks it reads all of it.

import hashlib
import json
import sys
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
VIET_NAM = timezone(timedelta(hours=7))
PROMISES = {
    "DossierReceived": "Tiếp nhận, hẹn trả kết quả {due_at}",
    "ClockPaused": "Tạm dừng tính giờ: {ground}",
    "ClockResumed": "Tính giờ tiếp, hẹn {due_at}",
    "ClockRestarted": "Tính lại từ đầu sau bổ sung, hẹn {due_at}",
    "DeadlineAdjusted": "Đổi ngày hẹn vì lịch làm việc đổi: {promised_at}",
    "ApologyIssued": "Xin lỗi, hẹn lại {new_due_at}, cán bộ {officer}: {reason}",
    "DeadlineRescheduled": "Ngày hẹn mới {due_at}, thay cho {original_due_at}",
    "DeadlineBreached": "Quá hạn; chặng gây chậm: {agency}",
    "DossierWithdrawn": "Người nộp rút hồ sơ",
    "DossierRefused": "Từ chối giải quyết, cán bộ {officer}: {reason}",
    "ResultIssued": "Có kết quả, cơ quan {agency}",
    "DeadlineMet": "Đánh giá: {verdict}, hạn {due_at}",
    "ResultReturned": "Trả kết quả",
}
# What reading a file that is none may end with: whatever was left out or turned around in it.
NO_PROOF = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)
VERDICTS = {"early": "trước hạn", "on_time": "đúng hạn", "late": "quá hạn"}


def instant(text):
    """An instant in ISO 8601; Python before 3.11 knows no Z."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def entry_hash(entry):
    """What an entry's hash has to be: SHA-256 over the previous one, every column, and the body to the byte."""
    recorded = (instant(entry["recorded_at"]) - EPOCH) // timedelta(microseconds=1)
    columns = (entry["dossier_id"], entry["source"], entry["number"], entry["event_id"], entry["kind"], recorded)
    head = "".join(f"{column}\n" for column in columns)
    return hashlib.sha256(bytes.fromhex(entry["prev"]) + head.encode() + entry["body"].encode()).hexdigest()


def root_by(entry, steps):
    """The root of a day to which an entry's path leads."""
    here = hashlib.sha256(b"\x00" + bytes.fromhex(entry)).digest()
    for side, beside in steps:
        left, right = (bytes.fromhex(beside), here) if side == "left" else (here, bytes.fromhex(beside))
        here = hashlib.sha256(b"\x01" + left + right).digest()
    return here.hex()


def seal_hash(seal):
    """What a day's seal has to be."""
    head = "{}\n{}\n".format(seal["closed_on"], seal["entries"])
    return hashlib.sha256(bytes.fromhex(seal["prev"]) + head.encode() + bytes.fromhex(seal["root"])).hexdigest()


def faults(proof):
    """Everything that isn't as it has to be, each by name."""
    found, seals = seal_faults(proof["seals"]), {seal["closed_on"]: seal for seal in proof["seals"]}
    prev, numbers = "", {}
    for entry in proof["entries"]:
        name = f"{entry['kind']}, số {entry['number']} của {entry['source']}"
        if entry["prev"] != prev or entry["hash"] != entry_hash(entry):
            found.append(f"{name}: không khớp chuỗi băm, nội dung đã bị đổi hoặc thiếu dòng trước đó")
        if entry["number"] != numbers.get(entry["source"], 0) + 1:
            found.append(f"{name}: thiếu hoặc lặp số")
        if entry["sealed_on"] and root_by(entry["hash"], entry["path"]) != seals.get(entry["sealed_on"], {}).get("root"):
            found.append(f"{name}: không nằm trong niêm phong ngày {entry['sealed_on']}")
        prev, numbers[entry["source"]] = entry["hash"], entry["number"]
    return found


def seal_faults(seals):
    """Every day whose seal isn't its own, or doesn't follow the one before."""
    found, prev = [], ""
    for seal in seals:
        if seal["prev"] != prev or seal["hash"] != seal_hash(seal):
            found.append(f"niêm phong ngày {seal['closed_on']} không nối với ngày trước")
        prev = seal["hash"]
    return found


def told(entry):
    """What an entry says about the promise, in words; empty when it says nothing of it."""
    body = json.loads(entry["body"])
    if entry["kind"] not in PROMISES or body.get("clock", "dossier") != "dossier":
        return ""
    said = {key: moment(value) if key.endswith("_at") else value for key, value in body.items()}
    said["verdict"] = VERDICTS.get(body.get("verdict"), "")
    words = PROMISES[entry["kind"]]
    return "{}  {}".format(moment(body["at"]), words.format_map(Named(said)))


class Named(dict):
    """Words that an older event hasn't are a dash."""

    def __missing__(self, key):
        return "–"


def moment(value):
    """An instant on Việt Nam's clock."""
    return instant(value).astimezone(VIET_NAM).strftime("%H:%M %d/%m/%Y") if value else "–"


def report(proof):
    """All that is to be said, line by line, and whether it is whole."""
    found, entries = faults(proof), proof["entries"]
    yield f"Hồ sơ {proof['code']}: {len(entries)} sự kiện, {'KHÔNG NGUYÊN VẸN' if found else 'nguyên vẹn'}"
    for line in found:
        yield f"  ✗ {line}"
    for line in filter(None, map(told, entries)):
        yield f"  {line}"
    if proof["seals"]:
        last = proof["seals"][-1]
        yield f"  Niêm phong mới nhất, ngày {last['closed_on']}: {last['hash']}"
        yield f"  So mã này với trang {proof['published']}"
    unsealed = sum(1 for entry in entries if not entry["sealed_on"])
    if unsealed:
        yield f"  {unsealed} sự kiện mới hơn niêm phong ấy: chuỗi băm khớp, chờ niêm phong cuối ngày"


def main(paths):
    """Check each file; 0 only when all of them are whole."""
    worst = 0
    for name in paths:
        try:
            with open(name, encoding="utf-8") as file:
                proof = json.load(file)
            lines, whole = list(report(proof)), not faults(proof)
        except (OSError, *NO_PROOF):
            lines, whole = [f"{name}: không đọc được như một bằng chứng, KHÔNG NGUYÊN VẸN"], False
        print("\n".join(lines))
        worst = max(worst, 0 if whole else 1)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
