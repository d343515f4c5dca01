"""What was promised, held against what is there: what is taken away is lost, what is added is doubled, and nothing else is either."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as some
from lienthong_local.bench.notices.kept import Kept as Taken
from lienthong_local.bench.notices.story import Story
from lienthong_local.chaos.messages import check_messages
from lienthong_local.chaos.promises import AT_MOST_ONCE, MAKES, Kept, Promise, Promises, compare, compare_papers, digest
from lienthong_local.play.desk import Given

ACTS = some.sampled_from(sorted(MAKES))
LIVES = some.lists(some.tuples(some.integers(0, 5), ACTS), max_size=30)


def promised(lives: list[tuple[int, str]]) -> list[Promise]:
    """One promise for each act, the versions of each dossier counted up."""
    made, versions = list[Promise](), dict[str, int]()
    for number, (dossier, act) in enumerate(lives):
        versions[str(dossier)] = versions.get(str(dossier), 0) + 1
        made.append(Promise("routing", act, f"key {number}", str(dossier), versions[str(dossier)], digest(act.encode())))
    return made


def all_kept(promises: list[Promise]) -> Kept:
    """A house that keeps all of them."""
    events = dict[tuple[str, str], int]()
    for promise in promises:
        key = promise.dossier_id, MAKES[promise.act]
        events[key] = events.get(key, 0) + 1
    versions = {(p.service, p.dossier_id): max(q.version for q in promises if q.dossier_id == p.dossier_id) for p in promises}
    return Kept({(p.service, p.key): p.answer for p in promises}, versions, events)


@given(LIVES)
def test_a_house_that_keeps_every_promise_has_lost_and_doubled_nothing(lives: list[tuple[int, str]]) -> None:
    made = promised(lives)
    broken = compare(made, all_kept(made))
    assert (broken.lost, broken.doubled) == ([], [])


@given(LIVES.filter(bool), some.data())
def test_an_answer_that_is_gone_or_another_one_is_lost(lives: list[tuple[int, str]], data: some.DataObject) -> None:
    made = promised(lives)
    kept, victim = all_kept(made), data.draw(some.sampled_from(made))
    other = data.draw(some.sampled_from([None, digest(b"")]))
    answers = {key: answer for key, answer in kept.answers.items() if key[1] != victim.key}
    answers |= {(victim.service, victim.key): other} if other else {}
    assert [line for line in compare(made, kept._replace(answers=answers)).lost if victim.dossier_id in line]


@given(LIVES.filter(bool), some.data())
def test_an_effect_that_is_gone_is_lost_and_one_more_is_doubled(lives: list[tuple[int, str]], data: some.DataObject) -> None:
    made = promised(lives)
    kept = all_kept(made)
    key, more = data.draw(some.sampled_from(sorted(kept.events))), data.draw(some.sampled_from([-1, 1]))
    broken = compare(made, kept._replace(events={**kept.events, key: kept.events[key] + more}))
    (line,) = broken.lost if more < 0 else broken.doubled
    assert key[0] in line and key[1] in line
    assert not (broken.doubled if more < 0 else broken.lost)


@given(LIVES.filter(bool), some.data())
def test_a_dossier_behind_its_promised_version_is_lost(lives: list[tuple[int, str]], data: some.DataObject) -> None:
    made = promised(lives)
    kept, victim = all_kept(made), data.draw(some.sampled_from(made))
    behind = {**kept.versions, (victim.service, victim.dossier_id): kept.versions[victim.service, victim.dossier_id] - 1}
    assert [line for line in compare(made, kept._replace(versions=behind)).lost if "version" in line]


@given(some.sampled_from(AT_MOST_ONCE))
def test_what_may_happen_once_to_a_dossier_is_doubled_when_it_happens_twice(kind: str) -> None:
    assert compare([], Kept({}, {}, {("d", kind): 2})).doubled


def test_a_dossier_that_nobody_was_promised_is_doubled() -> None:
    assert compare([], Kept({}, {}, {("d", "DossierReceived"): 1})).doubled


def test_a_promise_that_was_never_given_is_lost() -> None:
    made = promised([(1, "acknowledge")])
    invented = replace(made[0], key="invented")
    assert len(compare([*made, invented], all_kept(made)).lost) == 2  # its answer, and its effect


def test_an_answer_is_remembered_without_what_it_says_of_people() -> None:
    promises, number = Promises(), UUID(int=7)
    answer = json.dumps({"dossier_id": str(number), "version": 1, "name": "Nguyễn Thị Ngọc Ẩn"}).encode()
    promises.hear(Given("intake", "/dossiers", "key", {"phone": "0912345678"}, 201, answer))
    assert promises.made == [Promise("intake", "dossiers", "key", str(number), 1, digest(answer))]
    assert "Ngọc" not in repr(promises.made)
    assert promises.phones == {number: "+84912345678"}


@given(some.dictionaries(some.text("abc", min_size=1), some.sampled_from("xyz"), max_size=6), some.data())
def test_a_paper_is_lost_when_nobody_lists_it_or_its_file_is_gone_or_altered(papers: dict[str, str], data: some.DataObject) -> None:
    promised = set(papers.items())
    listed = {key: key[1] for key in promised}
    assert compare_papers(promised, listed) == []
    for victim in promised:
        without = {key: found for key, found in listed.items() if key != victim}
        harmed = data.draw(some.sampled_from([without, {**listed, victim: ""}, {**listed, victim: "other"}]))
        (line,) = compare_papers(promised, harmed)
        assert line.startswith(f"{victim[0]} {victim[1]}: ")


def story(*keys: tuple[UUID, str]) -> Story:
    """A story in which each of these was queued and accepted."""
    told = Story()
    told.queued.update(keys)
    told.accepted.update(dict.fromkeys(keys, "smtp"))
    return told


def mail(dossier: UUID, message: str) -> Taken:
    return Taken("smtp", (str(uuid5(dossier, message)),), datetime.now(UTC))


def test_a_message_that_never_came_is_lost_one_told_twice_is_counted_apart_and_one_that_nobody_asked_for_is_strange() -> None:
    one, two = (UUID(int=1), "received/email"), (UUID(int=2), "received/email")
    told = check_messages(story(one, two), [mail(*one), mail(*one), mail(UUID(int=3), "received/email")], {})
    assert told.lost == [f"{two[0]} {two[1]}"]
    assert (told.twice, told.strange, told.due) == ({"smtp": 1}, 1, 2)


def test_a_message_given_up_as_a_fact_is_not_lost_unless_a_provider_had_taken_it() -> None:
    one, two = (UUID(int=1), "received/sms"), (UUID(int=2), "received/email")
    told = Story()
    told.queued.update((one, two))
    told.ended.update({one: "no-address", two: "no-address"})
    told.accepted[two] = "smtp"
    found = check_messages(told, [], {})
    assert found.lost == [f"{two[0]} {two[1]}"]
    assert found.given_up == {"no-address": 2}
