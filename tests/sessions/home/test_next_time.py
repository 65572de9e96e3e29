"""« Pour la prochaine séance »: who reports, who is next, what was left; for who facilitates, without others' words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions.home.next_time import NextTime, next_time
from sessions.models import Commitment, ContentKey, Round, Session, Subject
from sessions.models.keys import cache
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.moments import broken_off

TITLE, PROMISE = "zqtitle", "zqpromise"


def closed(evening: Evening, days: int = 1) -> None:
    evening.do("claire", "close")
    Session.objects.filter(pk=evening.session_id).update(scheduled_at=timezone.now() - timedelta(days=days))


def commit(evening: Evening, name: str, state: str = "taken", session: Session | None = None) -> None:
    session = session or evening.session
    round_ = Round.objects.filter(session=session).first()
    row = Commitment(session=session, round=round_, participant=evening.people[name], state=state)
    row.taken_at, row.text = timezone.now(), PROMISE
    row.save(force_insert=True)


def bring(evening: Evening, name: str, session: Session, title: str = TITLE) -> None:
    row = Subject(id=uuid4(), session=session, participant=evening.people[name], proposed_at=timezone.now())
    row.title, row.question = title, "?"
    row.save(force_insert=True)


@pytest.fixture
def held(evening: Evening) -> Evening:
    """Amina was client, whose round was interrupted and not taken up again; Chloé and Driss brought subjects."""
    broken_off(evening)
    closed(evening)
    for name in ("chloe", "driss", "amina"):
        bring(evening, name, evening.session, f"{TITLE} {name}")
    commit(evening, "amina")
    commit(evening, "amina", "trying")
    commit(evening, "bruno", "reported")
    return evening


def names(rows: object) -> list[str]:
    return [one.person.name.split()[0].lower() for one in rows]  # type: ignore[attr-defined]


def path(evening: Evening) -> str:
    return f"/groups/{evening.group.pk}/next/"


def test_it_says_who_reports_and_what_was_left(held: Evening) -> None:
    found = next_time(held.group)
    assert [(*names([one]), one.count) for one in found.reports] == [("amina", 2)]
    assert names(found.broken) == ["amina"]
    # Whoever was client brought the subject already.
    assert sorted((*names([one]), one.title) for one in found.left) == [
        ("chloe", f"{TITLE} chloe"),
        ("driss", f"{TITLE} driss"),
    ]


def test_what_was_taken_up_since_is_left_no_more(held: Evening) -> None:
    later = plan(held.group.cycle)
    Session.objects.filter(pk=later.pk).update(status="closed", scheduled_at=timezone.now())
    for number, name in enumerate(("amina", "chloe")):
        Round.objects.create(session=later, number=number, client=held.people[name])
    found = next_time(held.group)
    assert (names(found.broken), names(found.left)) == ([], ["driss"])


def test_of_who_left_the_group_nothing_is_said(held: Evening) -> None:
    held.group.participants.filter(pk__in=[held.people[one].pk for one in ("amina", "driss")]).update(
        removed_at=timezone.now()
    )
    found = next_time(held.group)
    assert (names(found.reports), names(found.broken), names(found.left)) == ([], [], ["chloe"])


def test_words_go_with_their_key_and_no_commitment_is_quoted(held: Evening) -> None:
    page = held.browser("claire", language="fr").get(path(held)).content.decode()
    assert f"{TITLE} chloe" in page
    assert PROMISE not in page
    ContentKey.objects.destroy(held.session_id)
    page = held.browser("claire", language="fr").get(path(held)).content.decode()
    assert TITLE not in page
    assert "Ce texte ne peut plus être lu." in page
    # Nor is there anything to report.
    assert next_time(held.group).reports == ()


def test_the_next_session_s_page_has_it_and_no_later_one(held: Evening) -> None:
    first, second = plan(held.group.cycle), plan(held.group.cycle)
    Session.objects.filter(pk=second.pk).update(scheduled_at=first.scheduled_at + timedelta(days=7))
    pages = [held.browser("claire").get(f"/sessions/{one.pk}/plan/").content.decode() for one in (first, second)]
    assert [f"{TITLE} chloe" in page for page in pages] == [True, False]
    assert held.browser("chloe").get(f"/sessions/{first.pk}/plan/").content.decode().count(TITLE) == 0


@pytest.mark.parametrize("name", ["amina", "gina", "hakim", "agnes", SCREEN, ""])
def test_it_is_for_who_facilitates(held: Evening, name: str) -> None:
    answer = held.browser(name).get(path(held))
    assert answer.status_code in (302, 404)
    assert TITLE not in answer.content.decode()


def test_before_any_session_it_is_calm(evening: Evening) -> None:
    assert next_time(evening.group) == NextTime(None, (), (), ())
    page = evening.browser("claire", language="fr").get(path(evening)).content.decode()
    assert "Aucun engagement en cours." in page


def test_it_asks_the_same_of_one_session_and_of_thirty(held: Evening) -> None:
    http, counts = held.browser("claire"), []
    for _ in range(2):
        cache.clear()
        with CaptureQueriesContext(connections["keys"]) as keys, CaptureQueriesContext(connections["default"]) as rows:
            assert http.get(path(held)).status_code == 200
        counts.append((len(rows), len(keys)))
        for _ in range(30):
            one = plan(held.group.cycle)
            Session.objects.filter(pk=one.pk).update(
                status="closed", scheduled_at=timezone.now() - timedelta(days=2), state={"broken": [{"round": 0}]}
            )
            Round.objects.create(session=one, number=0, client=held.people["elsa"])
            bring(held, "farid", one)
            commit(held, "bruno", session=one)
    assert counts[0] == counts[1]
