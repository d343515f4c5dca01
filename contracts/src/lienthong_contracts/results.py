"""How a journey ends: the result from draft to issue, the apology, the refusal, the stop; reported by routing."""

from typing import Literal

from pydantic import AwareDatetime

from lienthong_contracts.event import Code, Text, example
from lienthong_contracts.routing import FromRouting


class ApologyIssued(FromRouting):
    """The resolving agency apologised and promised a new date (Mẫu 04, R19), at most once (R20)."""

    example = example(agency="TCT.32", officer="lvm", reason="Chờ xác minh", old_due_at="2026-11-27T17:00:00+07:00",
                      new_due_at="2026-12-01T17:00:00+07:00")  # fmt: skip

    agency: Code
    officer: Code
    reason: Text
    old_due_at: AwareDatetime
    new_due_at: AwareDatetime


class ResultProposed(FromRouting):
    """The officer put a draft of the leg's result before the head; a refusal names its reason and ground (R18)."""

    example = example(leg="sign", agency="H32.41", officer="lvm", outcome="granted")

    leg: Code
    agency: Code
    officer: Code
    outcome: Literal["granted", "refused"]
    reason: Text = ""
    legal_ground: Text = ""


class ResultApproved(FromRouting):
    """The head agrees with the draft."""

    example = example(leg="sign", agency="H32.41", officer="ttd")

    leg: Code
    agency: Code
    officer: Code


class ResultSentBack(FromRouting):
    """The head doesn't agree: the officer proposes anew."""

    example = example(leg="sign", agency="H32.41", officer="ttd", reason="Thiếu căn cứ")

    leg: Code
    agency: Code
    officer: Code
    reason: Text


class ResultSigned(FromRouting):
    """The competent person signed (NĐ 30/2020 Đ.13); the organisation's own signature follows with the number."""

    example = example(leg="sign", agency="H32.41", officer="ttd", certificate="5402")

    leg: Code
    agency: Code
    officer: Code
    certificate: Code | None = None


class ResultNumbered(FromRouting):
    """The clerk (văn thư) gave the signed result its number (NĐ 30/2020 Đ.15)."""

    example = example(leg="sign", agency="H32.41", officer="vt1", result_no="KQ-0001")

    leg: Code
    agency: Code
    officer: Code
    result_no: Code


class PartResultIssued(FromRouting):
    """One of several results exists (liên thông); the dossier goes on until all do, and counts once."""

    example = example(leg="birth", agency="H32.41", officer="vt1", result="birth", result_no="KS-0001", outcome="granted")

    leg: Code
    agency: Code
    officer: Code
    result: Code
    result_no: Code
    outcome: Literal["granted", "refused"]


class ResultIssued(FromRouting):
    """The result exists; a refusal after appraisal is a result too (R18). National status 9."""

    example = example(agency="H32.41", officer="lvm", result_no="KQ-0001", outcome="granted")

    agency: Code
    officer: Code
    result_no: Code
    outcome: Literal["granted", "refused"]


class DossierRefused(FromRouting):
    """After appraisal the dossier isn't eligible (Mẫu 03, R18)."""

    example = example(agency="H32.41", officer="lvm", reason="Không đủ điều kiện", legal_ground="NĐ 61/2018 Đ.19.8")

    agency: Code
    officer: Code
    reason: Text
    legal_ground: Text


class JourneyStopped(FromRouting):
    """Nothing more will be done (dừng giải quyết, Mẫu 05); national status 8."""

    example = example(agency="H32.41", reason="Công dân rút hồ sơ")

    agency: Code
    reason: Text
