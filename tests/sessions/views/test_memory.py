"""The group's memory: what authors chose to keep of what they learned, for who was there, and by whom it is named."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import Q
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import Group
from sessions import keepsakes
from sessions.keeping import memory
from sessions.mine.links import learned
from sessions.models import ContentKey, Contribution, Session
from sessions.models.keys import cache
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import learning

WORDS = {name: f"zq{name}" for name in ("amina", "bruno", "chloe", "driss")}
A_WORD = re.compile("zq(?:amina|bruno|chloe|driss|claire|farid)")


@pytest.fixture
def closed(evening: Evening) -> Evening:
    """Four people wrote what they learned, the facilitator too, and one thing was noted for Farid; Gina never came."""
    learning(evening)
    for name, text in WORDS.items():
        evening.do(name, "contribute", id=uuid4(), kind="learning", text=text)
    # No protocol of ours asks whoever facilitates for a learning; one of a school may.
    own = Contribution(id=uuid4(), session=evening.session, kind="learning", user=evening.users["claire"])
    own.written_at, own.text = timezone.now(), "zqclaire"
    own.save(force_insert=True)
    evening.do("claire", "contribute", id=uuid4(), kind="learning", text="zqfarid", behalf=evening.people["farid"].pk)
    evening.do("claire", "close")
    return evening


def of(name: str) -> Contribution:
    return next(one for one in Contribution.objects.all() if one.text == f"zq{name}")


def address(evening: Evening, more: str = "") -> str:
    return f"/groups/{evening.group.pk}/memory/{more}"


def page(evening: Evening, name: str) -> str:
    """The memory itself, without what the author may choose."""
    answer = evening.browser(name, language="fr").get(address(evening))
    whole = answer.content.decode() if answer.status_code == 200 else ""
    return whole.partition("choices-title")[0]


def choose(evening: Evening, name: str, whose: str, kept: str = "unnamed", **more: Any) -> HttpResponse:
    sent = {"id": str(of(whose).pk), "memory": kept, **more}
    return evening.browser(name).post(evening.path("memory/"), sent)


def read(evening: Evening, name: str) -> set[str]:
    return set(A_WORD.findall(page(evening, name)))


def test_nothing_stands_there_but_what_its_author_chose(closed: Evening) -> None:
    assert read(closed, "claire") == set()
    assert choose(closed, "amina", "amina").status_code == 302
    assert choose(closed, "claire", "claire").status_code == 302
    assert read(closed, "claire") == read(closed, "bruno") == {"zqamina", "zqclaire"}
    choose(closed, "amina", "amina", "")
    assert read(closed, "bruno") == {"zqclaire"}


def test_what_one_wrote_oneself_is_chosen_on_its_page_too(closed: Evening) -> None:
    http = closed.browser("amina", language="fr")
    written = http.get(closed.path("written/")).content.decode()
    assert written.count("Garder dans la mémoire du groupe") == 1
    back = closed.path("written/")
    assert choose(closed, "amina", "amina", next=back)["Location"] == back
    assert "Dans la mémoire du groupe, sans votre nom" in http.get(back).content.decode()


@pytest.mark.parametrize(
    ("name", "whose", "status"),
    [
        ("bruno", "amina", 404),
        ("claire", "amina", 404),
        ("claire", "farid", 404),
        ("colin", "claire", 404),
        ("hakim", "amina", 404),
        (SCREEN, "amina", 404),
        ("", "amina", 403),
    ],
)
def test_nobody_chooses_for_another(closed: Evening, name: str, whose: str, status: int) -> None:
    assert choose(closed, name, whose).status_code == status
    assert not Contribution.objects.exclude(memory="").exists()


def test_what_was_noted_for_somebody_is_chosen_by_that_one_on_a_proven_device(closed: Evening) -> None:
    assert choose(closed, "farid", "farid").status_code == 404
    closed.prove("farid")
    assert choose(closed, "farid", "farid").status_code == 302
    assert read(closed, "claire") == {"zqfarid"}


@pytest.mark.parametrize("name", ["gina", "hakim", "agnes", SCREEN, ""])
def test_others_read_nothing_of_it(closed: Evening, name: str) -> None:
    choose(closed, "amina", "amina")
    assert read(closed, name) == set()
    assert closed.browser(name).get(address(closed)).status_code in (200, 302, 404)


def test_who_came_later_reads_what_was_said_since(closed: Evening) -> None:
    choose(closed, "amina", "amina")
    row = of("amina")
    closed.session.attendances.filter(participant=closed.people["driss"]).update(
        arrived_at=row.written_at + timedelta(seconds=1)
    )
    assert (read(closed, "driss"), read(closed, "bruno")) == (set(), {"zqamina"})


def test_a_device_that_was_not_there_reads_nothing_until_it_is_proven(closed: Evening) -> None:
    choose(closed, "amina", "amina")
    first = closed.seats["bruno"]
    closed.seats["bruno"] = type(first).objects.create(participant=first.participant, link=first.link)
    assert read(closed, "bruno") == set()
    closed.prove("bruno")
    assert read(closed, "bruno") == {"zqamina"}


def test_while_the_session_lasts_the_new_line_would_tell_whose_it_is(evening: Evening) -> None:
    learning(evening)
    evening.do("amina", "contribute", id=uuid4(), kind="learning", text="zqamina")
    assert choose(evening, "amina", "amina").status_code == 302
    assert (read(evening, "claire"), read(evening, "bruno")) == (set(), set())
    evening.do("claire", "close")
    assert read(evening, "bruno") == {"zqamina"}


def test_without_names_neither_order_nor_session_tells(closed: Evening) -> None:
    for name in ("amina", "bruno"):
        choose(closed, name, name)
    few = page(closed, "claire")
    # Two lines of a session stand under the cycle, under no day.
    assert "<h2>Cycle 1</h2>" in re.sub(r"\s+(?=[<])|(?<=[>])\s+", "", few)
    for name in ("chloe", "driss"):
        choose(closed, name, name)
    orders = set()
    for _ in range(12):
        # The same people in the same order of speaking, under ids that are chance's.
        for row in list(Contribution.objects.filter(kind="learning").exclude(memory="")):
            text = row.text
            row.delete()
            row.pk = uuid4()
            row.text = text
            row.save(force_insert=True)
        orders.add(tuple(A_WORD.findall(page(closed, "claire"))))
    assert len(orders) > 1
    assert not any(one in page(closed, "claire") for one in ("Amina A.", "Bruno B.", "data-id", "<time"))


def test_names_stand_by_what_was_kept_while_the_group_had_names(closed: Evening) -> None:
    choose(closed, "amina", "amina")
    claire = closed.browser("claire")
    assert claire.post(address(closed, "names/"), {"names": "on"}).status_code == 302
    choose(closed, "bruno", "bruno", "named")
    shown = page(closed, "chloe")
    assert (closed.people["bruno"].name in shown, closed.people["amina"].name in shown) == (True, False)
    assert "avec les noms" in shown
    claire.post(address(closed, "names/"))
    shown = page(closed, "chloe")
    assert closed.people["bruno"].name not in shown
    assert "Sans noms" in shown


@pytest.mark.parametrize(("name", "status"), [("david", 403), ("hakim", 404), ("agnes", 404), ("amina", 403)])
def test_names_are_the_facilitators_to_set(closed: Evening, name: str, status: int) -> None:
    assert closed.browser(name).post(address(closed, "names/"), {"names": "on"}).status_code == status
    assert not Group.objects.get(pk=closed.group.pk).names_in_memory


@pytest.mark.parametrize(
    "sent",
    [{"id": "no"}, {"memory": "always"}, {"id": "\0"}, {"id": "", "memory": "<script>"}, {"memory": "é" * 60_000}],
)
def test_bad_input_changes_nothing(closed: Evening, sent: dict[str, str]) -> None:
    fields = {"id": str(of("amina").pk), "memory": "unnamed"} | sent
    assert closed.browser("amina").post(closed.path("memory/"), fields).status_code == 422
    assert not Contribution.objects.exclude(memory="").exists()


def test_a_line_goes_with_its_author_with_its_key_and_when_it_is_hidden(closed: Evening) -> None:
    for name in ("amina", "bruno", "chloe"):
        choose(closed, name, name)
    row = of("chloe")
    row.hidden_at = timezone.now()
    row.save()
    closed.prove("bruno")
    closed.browser("bruno").post(f"/my-data/erase/?as={closed.id('bruno')}", {"understood": "on"})
    assert read(closed, "claire") == {"zqamina"}
    ContentKey.objects.destroy(closed.session_id)
    assert read(closed, "claire") == set()


def test_what_another_rewords_is_to_be_chosen_anew(evening: Evening) -> None:
    learning(evening)
    evening.prove("farid")
    evening.do(
        "claire", "contribute", id=(id := uuid4()), kind="learning", text="zq", behalf=evening.people["farid"].pk
    )
    evening.browser("farid").post(evening.path("memory/"), {"id": str(id), "memory": "unnamed"})
    assert Contribution.objects.get(pk=id).memory == "unnamed"
    evening.do("farid", "edit", id=id, text="zq one")
    assert Contribution.objects.get(pk=id).memory == "unnamed"
    evening.do("claire", "edit", id=id, text="zq two")
    assert Contribution.objects.get(pk=id).memory == ""


def test_the_phone_is_given_a_fragment_at_the_learning_step(evening: Evening) -> None:
    learning(evening)
    evening.do("amina", "contribute", id=(id := uuid4()), kind="learning", text="zqamina")
    http = evening.browser("amina", language="fr")
    assert "Garder dans la mémoire du groupe" in http.get(evening.path("memory/")).content.decode()
    sent = {"id": str(id), "memory": "unnamed"}
    said = http.post(evening.path("memory/"), sent, headers={"HX-Request": "true"}).content.decode()
    assert "Dans la mémoire du groupe, sans votre nom" in said
    assert "zqamina" not in evening.browser("bruno").get(evening.path("memory/")).content.decode()


@pytest.mark.parametrize("name", ["claire", "amina"])
def test_it_asks_the_same_of_one_session_and_of_thirty(closed: Evening, name: str) -> None:
    closed.prove("amina")
    choose(closed, "amina", "amina")
    http, counts = closed.browser(name), []
    for _ in range(2):
        cache.clear()
        with CaptureQueriesContext(connections["keys"]) as keys, CaptureQueriesContext(connections["default"]) as rows:
            assert http.get(address(closed)).status_code == 200
        counts.append((len(rows), len(keys)))
        for _ in range(30):
            add(closed)
    assert counts[0] == counts[1]
    assert sum(len(one.lines) for one in memory.for_facilitators(closed.group)) == 61


def add(evening: Evening) -> None:
    """One more session in which Amina learned something that she keeps for the group."""
    session = plan(evening.group.cycle)
    Session.objects.filter(pk=session.pk).update(status="closed")
    session.attendances.create(participant=evening.people["amina"], arrived_at=timezone.now())
    row = Contribution(id=uuid4(), session=session, kind="learning", step="learning", author=evening.people["amina"])
    row.memory, row.written_at, row.text = "unnamed", timezone.now(), "zq"
    row.save(force_insert=True)


def test_my_sessions_lead_to_the_choice_where_something_was_learned(closed: Evening) -> None:
    for name, found in {"amina": 1, "elsa": 0}.items():
        seat = closed.seats[name]
        past = [*keepsakes.past([seat], [seat], Q()).values()]
        links = learned(seat, [seat], past)
        assert [one.url for one in links.get(closed.session_id, ())] == [
            f"{address(closed)}?as={seat.participant_id}#choices-title"
        ] * found


def test_my_data_say_what_stands_in_the_memory(closed: Evening) -> None:
    choose(closed, "amina", "amina")
    closed.prove("amina")
    data = closed.browser("amina").get(f"/my-data/my-data.json?as={closed.id('amina')}").json()
    [session] = data["sessions"]
    assert [(one["text"], one["memory"]) for one in session["written"]] == [("zqamina", "unnamed")]
