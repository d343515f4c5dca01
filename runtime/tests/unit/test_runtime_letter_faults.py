"""A letter is checked before it is published: afterwards nothing can go wrong with it, whatever its words are (S0-26, S2-23)."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lienthong_contracts import LETTERS, SMS_WORDS, LetterPublished
from lienthong_runtime.gsm7 import segments, without_diacritics
from lienthong_runtime.letters import environment, letter_faults

OWED = "{{ code }} {{ agency }} {{ officer }} {{ received }} {{ term }} {{ due }} {{ link }}"
PORTAL = "https://dichvucong.khanhhoa.gov.vn/tra-cuu?ma="
CODES = ["H32.41-261123-0001", "000.00.41.H32-261123-0001", "H18.12.34-20261123-0000007"]


def letter(text="", template="received", channel="sms", **fields):
    known = {"id": f"{template}.{channel}.vi", "valid_from": date(2026, 1, 1), "template": template, "channel": channel, "language": "vi"}
    return LetterPublished.model_validate({**known, "text": text, **fields})


def mail(text=OWED, subject="{{ code }}", **fields):
    return letter(text, channel="email", subject=subject, **fields)


def faults(text="Ho so {{ code }}", **fields):
    return list(letter_faults(letter(text, **fields)))


def test_a_plain_notice_has_no_fault():
    assert faults() == [] == list(letter_faults(mail()))


@pytest.mark.parametrize(("fields", "named"), [
    ({"template": "hello"}, "template: no template hello"),
    ({"template": "breached"}, "channel: breached doesn't go out by sms"),
    ({"id": "recieved.sms.vi"}, "id: nobody finds it unless it is called received.sms.vi"),
    ({"text": " \n"}, "text: is empty"),
    ({"text": "{{ code"}, "text: line 1: syntax: "), ({"text": "a\n{% if code %}"}, "text: line 2: syntax: "),
    ({"text": "{{ password }}"}, "text: no word password; there are agency, code, "),
    ({"text": "Ho so {{ code }} \u4e2d"}, "text: \u4e2d can't be sent in an SMS (GSM-7)"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_field_and_line(fields, named):
    assert [fault for fault in faults(**fields) if fault.startswith(named)]


@pytest.mark.parametrize(("text", "called"), [
    ("{% for x in code %}{% endfor %}", "a loop"), ("{% macro m() %}{% endmacro %}", "a macro"), ("{{ code() }}", "a call"),
    ("{{ code.x }}", "an attribute"), ("{{ code['x'] }}", "an attribute"), ("{% import 'a' as b %}", "an import"),
    ("{% from 'a' import b %}", "an import"), ("{% include 'a' %}", "an include"), ("{% set x = code %}", "a set"),
    ("{% set x %}{% endset %}", "a set"), ("{{ code|upper }}", "a filter"), ("{% filter upper %}{% endfilter %}", "a filter"),
    ("{% if code is defined %}{% endif %}", "a test"), ("{{ code ~ due }}", "arithmetic"), ("{{ code[1:] }}", "an attribute"),
    ("{{ 'a' * 10**9 }}", "arithmetic"), ("{% call m() %}{% endcall %}", "a call"), ("{{ [code] }}", "this construct"),
    ("{% if code < 'b' %}{% endif %}", "a comparison other than == and !="), ("{% if code in due %}{% endif %}", "a comparison other"),
    ("{% if amount == 0 %}{% endif %}", "a value that is no text"), ("{{ -1 }}", "arithmetic"),
    ("{{ due if code }}", "an if without else within braces"), ("{% extends 'a' %}", "this construct"),
    ("{% block b %}{% endblock %}", "this construct"), ("{% with %}{% endwith %}", "this construct"),
])  # fmt: skip
def test_only_words_texts_and_conditions_are_allowed(text, called):
    assert [fault for fault in faults(text) if fault.startswith(f"text: line 1: {called}") and "isn't allowed" in fault]


def test_every_fault_is_named_at_once():
    found = faults("{{ who }}{% for x in what %}{% endfor %}{{ reason }}", id="x", template="refused")
    assert len(found) == 6 and all(any(word in fault for fault in found) for word in ("no word who", "no word x", "a loop", "reason must"))


@pytest.mark.parametrize("word", sorted(LETTERS["fee_asked"].words - SMS_WORDS))
def test_a_name_a_procedure_and_a_reason_must_not_be_in_an_sms(word):  # §5.4: those may be anybody's secret
    assert faults("{% if " + word + " %}x{% endif %}", template="fee_asked") == [f"text: {word} must not be in an SMS"]


@pytest.mark.parametrize("word", sorted(LETTERS["received"].owed))
def test_a_status_notice_by_mail_says_all_that_the_decree_asks(word):  # NĐ 224/2026 Đ.15.1g
    without, named = OWED.replace("{{ " + word + " }}", ""), [f"text: doesn't say {word} (NĐ 224/2026 Đ.15.1g)"]
    assert list(letter_faults(mail(without, "a"))) == named
    assert list(letter_faults(mail(without + "{% if " + word + " %}{% endif %}", "a"))) == named  # asked about, and not said
    assert list(letter_faults(mail(without + "{{ " + word + " == 'x' }}{{ not " + word + " }}", "a"))) == named
    assert list(letter_faults(mail(without, "{{ " + word + " or 'x' }}"))) == []


@pytest.mark.parametrize("template", ["letter_condolence", "one_time_code", "breached", "digest"])
def test_what_is_no_status_notice_owes_nothing(template):
    assert list(letter_faults(mail("Kính gửi", "Thư", template=template))) == []


@pytest.mark.parametrize("subject", ["a\nb", "a\r", "a\u2028b", "{{ code or 'a\\nb' }}", "a\n"])
def test_a_subject_is_one_line(subject):
    assert "subject: has a line break" in list(letter_faults(mail(subject=subject)))


@pytest.mark.parametrize("subject", ["", "  "])
def test_a_mail_has_a_subject(subject):
    assert list(letter_faults(mail(subject=subject))) == ["subject: is empty"]


LONG = "a" * 161


@pytest.mark.parametrize(("text", "signs"), [
    ("a" * 160, 160), (LONG, 161), ("{{ code }}" + "a" * 134, 160), ("{{ code }}" + "a" * 135, 161), ("[" * 81, 162), ("ậ" * 160, 160),
    ("{% if due %}{{ due }}{% else %}" + LONG + "{% endif %}", 161), ("{% if due %}{% elif code %}" + LONG + "{% endif %}", 161),
    ("{% if due %}" + LONG + "{% endif %}", 161), ("{{ 'a' if due else '" + LONG + "' }}", 161), ("{{ due or '" + LONG + "' }}", 161),
])  # fmt: skip
def test_an_sms_costs_no_more_than_one_part_whichever_way_its_conditions_go(text, signs):
    over = [f"text: takes 2 parts of an SMS ({signs} signs), 1 allowed"] if signs > 160 else []
    assert faults(text) == over
    assert faults(text, parts=2) == []


@pytest.mark.parametrize("text", [
    "{{ " + "(" * 900 + "code" + ")" * 900 + " }}", "{{ " + "9" * 1900 + " }}", "{{ 0x" + "f" * 1900 + " }}", "{{ 1e999 }}",
    "{%if due%}" * 105 + "x" + "{%endif%}" * 105, "{{ " + "not " * 480 + "code }}", "{{ " + "'a' * " * 300 + "'b' }}",
    "{{ " + "code or " * 240 + "due }}"])  # fmt: skip
def test_nothing_that_can_be_written_takes_long_to_refuse_or_to_render(text):
    begun = time.process_time()
    if not faults(text):
        environment().from_string(text).render(code="a" * 2000, due="b")
    assert time.process_time() - begun < 2  # measured: 0.05 s; without the check 10**9 signs would take the memory


# A grammar of what is allowed, for a law about all of it.
words = some.sampled_from(["code", "due", "link", "amount", "received", "term"])
texts = some.text(alphabet="ab Đậ{[€", max_size=30).map(lambda text: text.replace("{", "("))
joins = some.sampled_from(["({} or {})", "({} and {})", "({0} if {1} == {2} else {1})", "(not {})"])
values = some.recursive(words | texts.map(repr), lambda v: some.builds(str.format, joins, v, v, v), max_leaves=6)
choices = some.just("{{% if {} %}}{}{{% else %}}{}{{% endif %}}")
pieces = some.recursive(texts | values.map("{{{{ {} }}}}".format), lambda p: some.builds(str.format, choices, values, p, p), max_leaves=6)
letters = some.lists(pieces, min_size=1, max_size=5).map("".join).filter(lambda text: text.strip() and len(text) < 2000)
about = some.fixed_dictionaries({
    "code": some.sampled_from(CODES), "due": some.sampled_from(["", "27/11/2026 17:00"]), "amount": some.sampled_from(["", "1.560.500"]),
    "received": some.just("23/11/2026 09:00"), "term": some.sampled_from(["", "3 ngày làm việc"])})  # fmt: skip


@given(letters, about)
def test_whatever_passes_renders_and_costs_no_more_than_was_counted(text, known):
    found = [f for f in faults(text, parts=3, template="fee_asked") if f != "text: is empty"]
    rendered = environment().from_string(text).render(known, link=PORTAL + known["code"])
    allowed = 3 if not found else 99
    assert all("takes" in fault for fault in found) and segments(without_diacritics(rendered)) <= allowed


@given(some.text(alphabet="{}%# \n'\"\\()|.*+-~=<>aifelsndcoru0", max_size=80))
def test_whatever_is_written_is_answered_not_crashed_on(text):
    if not faults(text, template="one_time_code"):
        environment().from_string(text).render(one_time_code="1", minutes="1")
