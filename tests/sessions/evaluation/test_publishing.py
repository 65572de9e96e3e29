"""What is published, when, and that nothing else is left: figures reckoned anew from what was sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections

from codev import worker
from sessions import commands
from sessions.commands import evaluating
from sessions.evaluation import answers
from sessions.evaluation.questions import SESSION
from sessions.models import ContentKey, Evaluation, PublishedEvaluation
from sessions.models.keys import cache
from tests.sessions.cast.evening import SCREEN, Evening, gather
from tests.sessions.cast.moments import last_step
from tests.sessions.evaluation.answering import FOUR, HOURS, answer, closed_at

MINUTE = timedelta(minutes=1)
GIVEN = {"amina": (4, 4, 1, None), "bruno": (4, 5, 2, 3), "chloe": (4, 5, 2, 5), "driss": (5, 5, 3, 5)}


def held(evening: Evening, given: dict[str, tuple[int | None, ...]]) -> None:
    last_step(evening)
    for who, points in given.items():
        assert answer(evening, who, *points).status_code == 302
    evening.do("claire", "close")


def after(evening: Evening, span: timedelta) -> Any:
    return time_machine.travel(closed_at(evening) + span, tick=False)


def reckoned(given: dict[str, tuple[int | None, ...]]) -> dict[str, float]:
    """The means, by another way: what was sent, filled up as a browser does, and rounded as people round."""
    means = {}
    for place, name in enumerate(SESSION.sentences):
        column = [points[min(place, len(points) - 1)] for points in given.values()]
        known = [one for one in column if one is not None]
        if len(known) >= 4:
            means[name] = float(Decimal(fmean(known) * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2)
    return means


def results(evening: Evening, who: str = "claire") -> str:
    answered = evening.browser(who, language="fr").get(f"/groups/{evening.group.pk}/evaluations/")
    return str(answered.content.decode()) if answered.status_code == 200 else ""


def test_means_are_published_after_72_hours_and_answers_are_gone(evening: Evening) -> None:
    held(evening, GIVEN)
    with after(evening, 72 * HOURS - MINUTE):
        assert commands.publish_evaluations() == 0
        assert Evaluation.objects.count() == 4
        assert "4,5" not in results(evening)
    with after(evening, 72 * HOURS):
        assert commands.publish_evaluations() == 1
        assert PublishedEvaluation.objects.get().means == reckoned(GIVEN)
        # Of the last two sentences one person said nothing.
        assert reckoned(GIVEN) == {"useful": 4.5, "heard": 5.0, "trust": 2.0}
        assert Evaluation.objects.count() == 0
        page = results(evening)
        assert ("4,5" in page, "4 réponses ou plus" in page) == (True, True)
        assert "pas assez de réponses" not in page


def test_under_four_nothing_is_published_and_the_answers_go_all_the_same(evening: Evening) -> None:
    held(evening, {who: GIVEN[who] for who in FOUR[:3]})
    with after(evening, 72 * HOURS):
        assert commands.publish_evaluations() == 1
        assert (Evaluation.objects.count(), PublishedEvaluation.objects.count()) == (0, 0)
    with after(evening, 75 * HOURS):
        assert "pas assez de réponses" in results(evening)


def test_nobody_and_three_look_alike_at_every_hour(evening: Evening) -> None:
    """And before it is published, four look like none: else one's own hour of answering could be guessed."""

    def seen(given: dict[str, tuple[int | None, ...]], name: str) -> list[str]:
        there = gather(organisation=name)
        held(there, given)
        shown = []
        for span in (HOURS, 71 * HOURS, 73 * HOURS, 75 * HOURS):
            with after(there, span):
                commands.publish_evaluations()
                shown.append(results(there).split("<main")[1].split("</main>")[0])
        said = {"publié après": "later", "pas assez de réponses": "short", "4 réponses ou plus": "means"}
        return [" ".join(of for words, of in said.items() if words in page) for page in shown]

    three = {who: GIVEN[who] for who in FOUR[:3]}
    assert seen({}, "Aucun") == seen(three, "Trois") == ["later", "later", "later", "short"]
    assert seen(GIVEN, "Quatre") == ["later", "later", "means", "means"]


def test_it_is_published_once(evening: Evening) -> None:
    held(evening, GIVEN)
    with after(evening, 80 * HOURS):
        assert [commands.publish_evaluations() for _ in range(2)] == [1, 0]
        assert answer(evening, "elsa", 1).status_code == 409
        # What the form refuses could come from a backup: it changes nothing either, and is not kept.
        late = Evaluation(session=evening.session, participant=evening.people["elsa"], kind="session", seat_id=uuid4())
        late.answers = dict.fromkeys(SESSION.sentences, 1)
        late.save()
        commands.publish_evaluations()
        assert PublishedEvaluation.objects.get().means == reckoned(GIVEN)
        assert Evaluation.objects.count() == 0


def test_nothing_published_tells_who_or_when(evening: Evening) -> None:
    held(evening, GIVEN)
    journal = evening.session.journal.count()
    with after(evening, 72 * HOURS):
        call_command("publish_evaluations")
    columns = {field.name for field in PublishedEvaluation._meta.get_fields()}
    assert columns == {"id", "session", "kind", "means"}
    assert evening.session.journal.count() == journal
    # Before it is, there is no instant and no number that tells an order.
    assert {field.name for field in Evaluation._meta.get_fields()} == {
        *("id", "session", "participant", "kind", "seat_id", "sealed_text")
    }
    evening.prove("amina")
    data = evening.browser("amina").get(f"/my-data/my-data.json?as={evening.id('amina')}").json()
    assert data["sessions"][0]["evaluations"] == []


def test_who_reads_the_means(evening: Evening) -> None:
    held(evening, GIVEN)
    with after(evening, 72 * HOURS):
        commands.publish_evaluations()
        everybody = ("claire", "colin", "david", "amina", "gina", "hakim", "agnes", SCREEN)
        assert {who for who in everybody if "4,5" in results(evening, who)} == {"claire", "colin", "david"}


def test_a_removed_person_s_answer_counts_and_an_erased_one_s_does_not(evening: Evening) -> None:
    held(evening, GIVEN | {"elsa": (1,)})
    commands.erase_participant(participant=evening.people["elsa"])
    with after(evening, 72 * HOURS):
        commands.publish_evaluations()
    assert PublishedEvaluation.objects.get().means == reckoned(GIVEN)


def test_where_the_key_is_gone_nothing_is_published(evening: Evening) -> None:
    held(evening, GIVEN)
    ContentKey.objects.destroy(evening.session_id)
    with after(evening, 72 * HOURS):
        commands.publish_evaluations()
    assert (Evaluation.objects.count(), PublishedEvaluation.objects.count()) == (0, 0)


def test_where_the_master_key_is_missing_it_waits(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    held(evening, GIVEN)
    ContentKey.objects.filter(owner=evening.session_id).update(wrapped=b"\x01" * 60)
    cache.clear()
    with after(evening, 72 * HOURS):
        assert commands.publish_evaluations() == 0
    assert Evaluation.objects.count() == 4


def test_a_session_left_open_is_asked_from_its_closing_on(evening: Evening) -> None:
    """Its end is an estimate, and may be corrected: an hour that was promised does not move with it."""
    last_step(evening)
    ends = evening.session.load().ends_at
    assert ends
    with time_machine.travel(ends / 1000 + 20 * 3600, tick=False):
        assert commands.close_forgotten() == 1
    assert evening.session.is_end_estimated
    with after(evening, 71 * HOURS):
        assert answer(evening, "amina", 4).status_code == 302
        assert commands.publish_evaluations() == 0
    with after(evening, 72 * HOURS):
        assert commands.publish_evaluations() == 1


def test_a_rehearsal_asks_nobody(evening: Evening) -> None:
    evening.group.is_rehearsal = True
    evening.group.save()
    last_step(evening)
    assert answer(evening, "amina", 4).status_code == 404
    assert "/evaluation/" not in evening.browser("amina").get(evening.path()).content.decode()
    assert results(evening) == ""


def test_the_server_publishes_by_itself() -> None:
    assert commands.publish_evaluations in worker.hourly


def test_of_two_that_publish_at_once_one_does(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    evening = gather(organisation=f"Vite{uuid4().hex[:8]}")
    held(evening, GIVEN)
    both = Barrier(2)
    publish = evaluating._publish

    def at_once(*what: Any) -> bool:
        if what[0] == evening.session_id:
            both.wait(30)
        return publish(*what)

    def run(_number: int) -> int:
        connections["default"] = database.copy()
        try:
            return commands.publish_evaluations()
        finally:
            connections["default"].close()

    monkeypatch.setattr(evaluating, "_publish", at_once)
    with after(evening, 72 * HOURS), ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(run, range(2))) == 1
    assert PublishedEvaluation.objects.get(session=evening.session_id).means == reckoned(GIVEN)
    assert not Evaluation.objects.filter(session=evening.session_id).exists()


def test_what_waits_is_found_on_both_databases(database: Any) -> None:
    evening = gather(organisation=f"Attend{uuid4().hex[:8]}")
    held(evening, {"amina": (4,)})
    seats = [evening.seats[who] for who in ("amina", "bruno")]
    found = [(one.seat, one.questions.kind, one.is_answered) for one in answers.waiting(seats, seats)]
    assert found == [
        (seats[0], "session", True),
        (seats[1], "session", False),
        (seats[0], "benefits", False),
        (seats[1], "benefits", False),
    ]
    with after(evening, 72 * HOURS):
        assert [one.questions.kind for one in answers.waiting(seats, seats)] == ["benefits", "benefits"]
