"""What has to hold before an agency may act; each refusal says why, and by which law."""

from typing import Any

from lienthong_runtime import refuse_unless

from routing.domain.journey import RETURN, Consultation, HandOver, Journey, Leg


def open_journey(journey: Journey) -> Journey:
    """The journey, if it still goes on."""
    refuse_unless(
        journey.status == "moving", "status", "hồ sơ không còn ở giai đoạn giải quyết", "the dossier isn't being worked on any more"
    )
    return journey


def running(journey: Journey) -> Journey:
    """The journey, if it goes on and its time isn't stopped."""
    refuse_unless(not journey.paused, "status", f"hồ sơ đang tạm dừng: {journey.paused}", "the dossier is paused", "NĐ 61/2018 Đ.19")
    return open_journey(journey)


def own_leg(journey: Journey, leg: str, agency: str) -> Leg:
    """The agency's leg, while it works on it."""
    refuse_unless(leg in journey.legs, "leg", "không có chặng này", "there is no such leg")
    found = journey.legs[leg]
    refuse_unless(found.agency == agency, "agency", "chặng này của cơ quan khác", "the leg belongs to another agency", "R27")
    refuse_unless(found.status == "working", "leg", "chưa nhận bàn giao hoặc đã xong", "not acknowledged yet, or done", "Mẫu 06")
    return found


def assigned_leg(journey: Journey, command: Any) -> Leg:
    """The agency's leg, if it is this officer's (R09); a colleague stands in for them first (R33)."""
    found = own_leg(journey, command.leg, command.agency)
    refuse_unless(found.officer is not None, "leg", "lãnh đạo chưa phân công cán bộ", "the head hasn't assigned an officer", "R09")
    refuse_unless(found.officer == command.officer, "officer", "chặng giao cho cán bộ khác: hãy nhận làm thay",
                  "a colleague has the leg: stand in for them first", "R33")  # fmt: skip
    return found


def drafted(journey: Journey, command: Any, *stages: str) -> Leg:
    """The agency's leg, if its result has come to one of these stages: no step may be left out (S1-19)."""
    found = own_leg(journey, command.leg, command.agency)
    stage = found.draft.stage if found.draft else None
    refuse_unless(stage in stages, "leg", f"kết quả đang ở bước: {_STAGES[stage]}", f"the result is {stage or 'not proposed yet'}",
                  "NĐ 30/2020 Đ.13")  # fmt: skip
    return found


_STAGES = {None: "chưa trình", "proposed": "đã trình", "approved": "đã duyệt", "signed": "đã ký", "numbered": "đã cấp số"}


def not_signed(leg: Leg) -> Leg:
    """The leg, unless its result is signed already: that one is issued, and nothing else becomes of it."""
    signed = leg.draft is not None and leg.draft.stage in ("signed", "numbered")
    refuse_unless(not signed, "leg", "kết quả đã ký, phải ban hành", "the result is signed: it has to be issued", "NĐ 30/2020 Đ.13")
    return leg


def not_posting(leg: Leg) -> Leg:
    """The leg, unless its notice has to hang in public first."""
    refuse_unless(leg.posting is None or leg.posted, "leg", "chưa hết thời gian niêm yết", "its notice hasn't hung long enough", "R29")
    return leg


def consignment_of(journey: Journey, consignment: object) -> HandOver:
    """A consignment that still leads somewhere."""
    found = journey.hand_overs.get(str(consignment))
    refuse_unless(found is not None, "consignment", "không có lần bàn giao này", "there is no such consignment")
    assert found is not None
    on_its_way(journey, found)
    return found


def sent_hand_over(journey: Journey, consignment: object, agency: str) -> HandOver:
    """A consignment that the agency sent."""
    found = consignment_of(journey, consignment)
    refuse_unless(found.sender == agency, "agency", "cơ quan khác đã gửi", "another agency sent it", "R27")
    return found


def received_hand_over(journey: Journey, consignment: object, agency: str) -> HandOver:
    """A consignment that is on its way to the agency."""
    found = consignment_of(journey, consignment)
    refuse_unless(found.receiver == agency, "agency", "bàn giao cho cơ quan khác", "the consignment is for another agency", "R27")
    refuse_unless(found.status == "sent", "consignment", "lần bàn giao này đã được trả lời", "the consignment was answered already")
    return found


def on_its_way(journey: Journey, hand_over: HandOver) -> None:
    """Refuse unless the consignment still leads somewhere: only a result goes home after the work has ended."""
    alive = journey.status == "moving" or (hand_over.leg == RETURN and journey.status == "result")
    refuse_unless(alive, "status", "hồ sơ đã dừng hoặc đã có kết quả", "the dossier was stopped or has its result")


def taking_part(journey: Journey, agency: str) -> None:
    """Refuse an agency that has no part in the dossier."""
    parties = {leg.agency for leg in journey.legs.values()} | {journey.desk}
    refuse_unless(agency in parties, "agency", "cơ quan không tham gia giải quyết hồ sơ", "the agency has no part in the dossier", "R27")


def asked_consultation(journey: Journey, consultation: object, agency: str) -> Consultation:
    """An open question to the agency."""
    found = journey.consultations.get(str(consultation))
    refuse_unless(found is not None, "consultation", "không có câu hỏi này hoặc đã đóng", "no such question, or it is closed")
    assert found is not None
    refuse_unless(found.asked == agency, "agency", "câu hỏi dành cho cơ quan khác", "the question is for another agency", "R13")
    return found
