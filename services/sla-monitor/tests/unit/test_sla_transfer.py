"""A leg that goes to the competent agency takes what is left of its share along; the minutes stay with who used them."""

from lienthong_contracts import LegTransferred
from sla_lives import Life

GIVEN = {"leg": "appraise", "agency": "H32.41.KT", "competent": "H32.STC", "officer": "ld1", "reason": "x", "legal_ground": "x"}


def transferred():
    life = Life()
    life.later(10).acknowledge("appraise")
    told = life.later(60).learn(LegTransferred(**{**GIVEN, **life.about()}))
    return life, told


def test_the_agency_that_gave_the_leg_away_has_no_clock_on_it_any_more():
    life, told = transferred()
    assert [(type(event).__name__, event.clock, event.agency, event.used) for event in told] == [
        ("ClockStopped", "appraise", "H32.41.KT", 60)]  # fmt: skip
    assert life.state.legs["appraise"].status == "stopped"


def test_the_competent_agency_has_what_is_left_of_the_share():
    life, _ = transferred()
    started = life.later(30).acknowledge("appraise")
    assert [(event.agency, event.clock) for event in started if type(event).__name__ == "ClockStarted"] == [("H32.STC", "appraise")]
    assert life.state.legs["appraise"].used == 60
    life.later(30).learn(LegTransferred(**{**GIVEN, **life.about(), "agency": "H32.STC", "competent": "H32.SXD"}))
    minutes = {owner: count for owner, count in life.state.uses.items() if owner.startswith("leg ")}
    assert minutes == {"leg H32.41.KT appraise": 60, "leg H32.STC appraise": 30}
