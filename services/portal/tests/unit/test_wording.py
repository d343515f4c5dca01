"""Every event has a sentence in both languages, and every window has its words."""

import importlib
import pkgutil
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lienthong_contracts.event import KINDS
from portal import web
from portal.message_words import message_words
from portal.views import EventLine
from portal.web import preview
from portal.web.phrases import PHRASES
from portal.web.render import STATIC, Pages
from portal.web.words import WORDS
from portal.wording import Line, agency_of, sentence

SHOWN = {name: kind for name, kind in KINDS.items() if kind.topic in ("dossier.v1", "notification.v1")}
NAMES = {"TCT.32": "Cơ quan thuế", "H32.41": "UBND xã Thuận Bắc", "1.001612": "Thành lập hộ kinh doanh"}
TONES = {"act", "ok", "soon", "over", "pause", "mute"}


def said(kind, lang="vi", **changes):
    return sentence(kind, {**KINDS[kind].example, **changes}, lambda code: NAMES.get(code, code), lang)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", SHOWN)
def test_each_kind_has_a_sentence(kind, lang):
    line = said(kind, lang)
    assert line.head != kind
    assert "{" not in line.text
    assert line.tone in TONES
    assert line.group in ("citizen", "journey", "time", "message")


def test_a_forwarding_names_both_agencies():
    assert said("DossierForwarded").text == "Chuyển: UBND xã Thuận Bắc → Cơ quan thuế"
    assert said("DossierForwarded", attempt=3).head == "Chuyển lại lần 3"


def test_a_dossier_s_breach_and_a_leg_s_breach_read_differently():
    of_dossier = "Quá hạn: hạn 27/11 17:00, chặng UBND xã Thuận Bắc quá 5 giờ 10 phút; đã báo thủ trưởng Cơ quan thuế"
    assert said("DeadlineBreached").text == of_dossier
    assert (
        said("DeadlineBreached", clock="tax", agency="TCT.32").text
        == "Chặng hết giờ: Cơ quan thuế, hạn chặng 27/11 17:00; đã báo thủ trưởng"
    )


@pytest.mark.parametrize(
    ("kind", "field", "values"),
    [
        ("ResultIssued", "outcome", ["granted", "refused"]),
        ("DeadlineMet", "verdict", ["early", "on_time", "late"]),
        ("ConsultationLapsed", "on_silence", ["escalate", "deemed_consent"]),
        ("MessageDelivered", "channel", ["sms", "email"]),
        ("DelayEscalated", "because", ["breach", "promise", "consultation"]),
    ],
)
def test_each_outcome_has_its_own_sentence(kind, field, values):
    assert len({said(kind, **{field: value}).text for value in values}) == len(values)


def test_a_breach_names_each_leg_that_ran_over_the_worst_first():
    legs = [("a", "TCT.32", 450, 451), ("b", "H32.41", 450, 760), ("c", "SXD.32", 450, 450)]
    used = [dict(zip(("leg", "agency", "granted", "used"), leg, strict=True)) for leg in legs]
    rest = said("DeadlineBreached", legs=used, told=None).rest
    assert rest == "hạn 27/11 17:00, chặng UBND xã Thuận Bắc quá 5 giờ 10 phút, chặng Cơ quan thuế quá 1 phút"


def test_a_breach_without_a_leg_over_its_share_blames_none():
    within = [{"leg": "a", "agency": "TCT.32", "granted": 450, "used": 450}]
    assert said("DeadlineBreached", legs=within, over=0, told=None).rest == "hạn 27/11 17:00, không chặng nào quá phần được giao"
    assert said("DeadlineBreached", over=0, told=None).rest == "hạn 27/11 17:00, UBND xã Thuận Bắc đang giữ"


def test_who_was_told_is_said_by_person_and_by_agency_where_it_is_another():
    for told, words in (
        ({"agency": "H32.41", "person": "officer", "officer": "ntb"}, "đã nhắc cán bộ ntb"),
        ({"agency": "H32.41", "person": "head"}, "đã báo thủ trưởng"),
        ({"agency": "TCT.32", "person": "head"}, "đã báo thủ trưởng Cơ quan thuế"),
        ({"agency": "TCT.32", "person": "supervisor"}, "đã báo Cơ quan thuế giám sát"),
    ):
        assert said("DelayEscalated", told=told).rest == f"UBND xã Thuận Bắc, hạn 27/11 17:00; {words}"


def test_nobody_is_said_to_be_told_where_no_officer_has_it_yet():
    assert said("DeadlineApproaching", told={"agency": "H32.41", "person": "officer"}).rest == "UBND xã Thuận Bắc, còn 4 giờ 30 phút"


def test_what_was_noticed_late_says_by_how_much_and_what_was_not_says_nothing():
    assert said("SupplementLapsed", late_seconds=754).rest.endswith("; báo trễ 12 phút")
    assert said("SupplementLapsed", "en", late_seconds=90_000).rest.endswith("; noticed 1 day 1 hour late")
    assert "trễ" not in said("SupplementLapsed").rest


def test_an_unanswered_hand_over_stands_among_the_hand_overs():
    assert said("HandOverUnanswered").group == "journey"
    assert said("DelayEscalated").group == said("DossierStalled").group == "time"


def test_time_finished_late_is_told_without_blame():
    assert said("DeadlineMet", verdict="late").head == "Xong sau hạn"


def test_a_kind_not_known_yet_is_shown_by_its_name():
    assert sentence("DossierArchived", {}, str).text == "DossierArchived"


def test_a_body_of_an_older_producer_stops_nothing():
    assert sentence("FeePaid", {}, str).head


@pytest.mark.parametrize("kind", SHOWN)
def test_what_a_producer_left_open_stops_nothing(kind):  # a supplement without a window, an event that nobody had to hear of
    left_open = {name for name, field in KINDS[kind].model_fields.items() if field.default is None}
    assert said(kind, **dict.fromkeys(left_open)).head


def test_braces_in_a_reason_are_only_text():
    assert said("DossierDeclined", reason="{agency} {0}").rest == "{agency} {0}"


def test_the_agency_of_an_event():
    assert agency_of(KINDS["DossierForwarded"].example) == "TCT.32"
    assert agency_of(KINDS["SupplementGiven"].example) == ""


def test_a_message_is_told_by_its_template_or_its_key():
    assert message_words("received/sms") == "báo đã tiếp nhận"
    assert message_words("supplement_asked-2/sms") == "đề nghị bổ sung"
    assert message_words("result_ready", "en") == "about the result"


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = (STATIC / "icons.svg").read_text("utf-8")
    used = {icon for icon, *_ in PHRASES.values()}
    for page in (STATIC.parent / "templates").glob("*.html"):
        used |= set(re.findall(r'icon\("([a-z-]+)"', page.read_text("utf-8")))
    assert {icon for icon in used if f'id="{icon}"' not in sprite} == set()


def test_every_pair_of_words_takes_the_same_parts():
    def parts(words):
        return set(re.findall(r"{(\w+)}", words))

    assert [key for key, (vi, en) in WORDS.items() if parts(vi) != parts(en)] == []


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    out = tmp_path_factory.mktemp("preview")
    preview.main(out)
    return {str(p.relative_to(out)): p.read_text("utf-8") for lang in ("vi", "en") for p in (out / lang).iterdir()}


def test_no_page_has_what_the_policy_forbids(pages):
    forbidden = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org)")
    assert [name for name, html in pages.items() if forbidden.search(html)] == []


def test_the_public_page_says_code_and_completion_only(pages):
    html = pages["vi/tra-cuu.html"]
    assert "H32.41-261123-0014" in html and "Bước 3" in html
    assert not re.search(r"27/11/2026|Thuận Bắc|Quá hạn|Trong hạn", html)


def test_a_live_line_is_one_line_and_escapes_what_officers_write():
    line = Line("file-x", "mute", "Chưa tiếp nhận", "<script>alert(1)</script>\nthiếu tờ khai")
    html = Pages().line(EventLine(7, datetime(2026, 11, 25, 7, 32, 7, tzinfo=UTC), line, "H32.41-261112-0027", "0193"))
    assert "\n" not in html and "<script" not in html
    assert 'data-seq="7"' in html and "14:32:07" in html and "…261112-0027" in html


def test_a_leg_that_ended_on_another_day_says_which():
    """17:00 and 06:00 of the next morning are one day in UTC."""
    begun, ended = (preview.at(day, clock).astimezone(UTC) for day, clock in ((12, "17:00"), (13, "06:00")))
    leg = replace(preview.LEGS[0], begun_at=begun, ended_at=ended)
    page = Pages().render("dossier", replace(preview.dossier("vi"), legs=(leg,)), here="dossiers", dead=0)
    assert "12/11 17:00 – 13/11 06:00" in page


def test_no_two_rooms_call_different_things_by_one_word():
    names = [found.name for found in pkgutil.iter_modules(web.__path__) if found.name.endswith("words")]
    rooms = [importlib.import_module(f"portal.web.{name}") for name in names]
    every = {id(words): words for room in rooms for name, words in vars(room).items() if name.endswith("_WORDS")}
    said = [key for words in every.values() for key in words]
    assert [key for key, times in Counter(said).items() if times > 1] == []
