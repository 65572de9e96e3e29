"""Who answers, from when to when, on which device; and what is said of it before anything is published."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from groups.commands import add_participants, remove_participant, take_part
from groups.models import Participant, Seat
from groups.pasting import PastedPerson
from sessions import commands
from sessions.models import Evaluation, Session
from tests.sessions.cast.evening import SCREEN, Evening, plan
from tests.sessions.cast.guests import newcomer
from tests.sessions.cast.moments import check_in, last_step, learning
from tests.sessions.evaluation.answering import HOURS, answer, closed_at, form, page

MINUTE = timedelta(minutes=1)


def test_it_opens_with_the_closing_step(evening: Evening) -> None:
    learning(evening)
    assert "s’ouvre à la clôture" in page(evening, "amina")
    assert answer(evening, "amina", 4).status_code == 409
    evening.do("claire", "jump", to_step=evening.index("closing"))
    assert answer(evening, "amina", 4).status_code == 302
    assert Evaluation.objects.get().answers == dict.fromkeys(("useful", "heard", "trust", "pace", "action"), 4)


@pytest.mark.parametrize(("after", "status"), [(72 * HOURS - MINUTE, 302), (72 * HOURS, 409)])
def test_it_closes_after_72_hours(evening: Evening, after: timedelta, status: int) -> None:
    last_step(evening)
    evening.do("claire", "close")
    with time_machine.travel(closed_at(evening) + after, tick=False):
        assert answer(evening, "amina", 4).status_code == status
        assert ("réponses ne sont plus prises" in page(evening, "bruno")) == (status == 409)


def test_one_answer_a_person_changed_as_often_as_wished(evening: Evening) -> None:
    last_step(evening)
    answer(evening, "amina", 2, 3, None)
    assert Evaluation.objects.get().answers == {"useful": 2, "heard": 3}
    answer(evening, "amina", 5, None)
    assert Evaluation.objects.get().answers == {"useful": 5}
    assert "votre réponse est gardée" in page(evening, "amina", "evaluation/?done=1")
    # A page that is loaded again after the last word was said in another tab.
    assert "Aucune réponse" not in page(evening, "amina", "evaluation/?done=0")
    answer(evening, "amina", None)
    assert Evaluation.objects.count() == 0


def test_what_is_no_point_is_refused_and_the_rest_kept_in_the_page(evening: Evening) -> None:
    last_step(evening)
    for wrong in ("0", "6", "3.5", "\0", "5" * 99, "‮4", "<script>", "9999-12-31", "x" * 99_999):
        answered = evening.browser("amina").post(evening.path("evaluation/"), form("session", 4) | {"pace": wrong})
        assert answered.status_code == 422, wrong[:9]
    assert answered.content.decode().count("checked") == 4  # the others, as they were chosen
    assert Evaluation.objects.count() == 0


def test_who_was_there_answers_and_nobody_else(evening: Evening) -> None:
    last_step(evening)
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)
    everybody = ("amina", "bruno", "claire", "colin", "david", "gina", "hakim", "agnes", SCREEN)
    came = {who: answer(evening, who, 4).status_code for who in everybody}
    there = dict.fromkeys(("amina", "bruno"), 302)
    # Gina was not let in: whoever knocks in a name is told nothing of it.
    assert came == dict.fromkeys(everybody, 404) | there | {"gina": 403, SCREEN: 404}
    assert answer(evening, "", 4).status_code == 403


def test_a_member_who_was_not_there_has_none(evening: Evening) -> None:
    check_in(evening)
    people = [PastedPerson("Zoé", "zoe@example.org")]
    (absent,) = add_participants(group=evening.group, people=people, by=evening.users["claire"])
    evening.people["zoe"] = absent
    link = absent.links.create(token_hash=uuid4().hex)
    evening.seats["zoe"] = Seat.objects.create(participant=absent, link=link, proven_at=timezone.now())
    evening.do("claire", "jump", to_step=evening.index("closing"))
    assert answer(evening, "zoe", 4).status_code == 404


def test_a_guest_who_was_let_in_answers_for_that_session(evening: Evening) -> None:
    last_step(evening)
    guest = newcomer(evening)
    guest.http.get(evening.path())
    evening.do("claire", "admit", participant=guest.seat.participant_id)
    guest.http.get(evening.path())
    assert guest.http.post(evening.path("evaluation/"), form("session", 3)).status_code == 302
    assert Evaluation.objects.get().participant_id == guest.seat.participant_id


def test_a_link_made_afterwards_answers_in_nobody_s_name(evening: Evening) -> None:
    """Whoever facilitates makes links: else one could fill all answers but one, and read that one in the means."""
    last_step(evening)
    answer(evening, "amina", 1)
    again = another_device(evening, "amina")
    assert answer(evening, "again", 5).status_code == 403
    assert Evaluation.objects.get().answers["useful"] == 1
    Seat.objects.filter(pk=again.pk).update(proven_at=timezone.now())
    assert "checked" in page(evening, "again")
    assert answer(evening, "again", 5).status_code == 302
    assert Evaluation.objects.get().answers["useful"] == 5


def test_what_one_device_wrote_another_does_not_show_unless_it_is_proven(evening: Evening) -> None:
    last_step(evening)
    another_device(evening, "amina")
    evening.browser("again").get(evening.path())  # it was there, too
    before = page(evening, "again")
    answer(evening, "amina", 1)
    assert asked(page(evening, "again")) == asked(before)
    # Taking nothing back that it does not know of, nor saying that there is none.
    assert answer(evening, "again", None).status_code == 302
    assert Evaluation.objects.get().answers["useful"] == 1
    assert "Aucune réponse donnée sur cet appareil" in page(evening, "again", "evaluation/?done=0")
    # The last word counts, and the first device is not told which it was.
    answer(evening, "again", 4)
    assert Evaluation.objects.get().answers["useful"] == 4
    assert "Changer ma réponse" not in page(evening, "amina")
    evening.prove("amina")
    assert "Changer ma réponse" in page(evening, "amina")


def asked(page_of: str) -> str:
    """The form, without the token that is another each time."""
    return page_of.split('name="as"')[1].split("</form>")[0]


def another_device(evening: Evening, who: str) -> Seat:
    link = evening.people[who].links.create(token_hash=uuid4().hex)
    evening.seats["again"] = Seat.objects.create(participant=evening.people[who], link=link)
    return evening.seats["again"]


def test_who_facilitates_and_takes_part_does_not_answer(evening: Evening) -> None:
    """Three of four answers would else be all that is unknown of a mean."""
    last_step(evening)
    Participant.objects.filter(pk=evening.people["bruno"].pk).update(email=evening.users["claire"].email.upper())
    assert answer(evening, "bruno", 4).status_code == 404
    evening.seats["own"] = take_part(group=evening.group, by=evening.users["colin"], label="")
    assert answer(evening, "own", 4).status_code == 404


def test_undoing_the_close_keeps_what_was_answered(evening: Evening) -> None:
    learning(evening)
    evening.do("claire", "close")
    answer(evening, "amina", 2)
    evening.do("claire", "undo", of_revision=evening.session.revision)
    assert evening.session.status == Session.Status.RUNNING
    assert answer(evening, "amina", 4).status_code == 409
    evening.do("claire", "jump", to_step=evening.index("closing"))
    assert Evaluation.objects.get().answers["useful"] == 2
    assert answer(evening, "amina", 5).status_code == 302


def test_who_is_erased_takes_the_answer_along_and_who_is_removed_does_not(evening: Evening) -> None:
    last_step(evening)
    answer(evening, "amina", 2)
    answer(evening, "bruno", 3)
    evening.do("claire", "close")
    remove_participant(participant=evening.people["bruno"], by=evening.users["claire"])
    assert answer(evening, "bruno", 5).status_code in (302, 403, 404)
    assert Evaluation.objects.get(participant=evening.people["bruno"]).answers["useful"] == 3
    commands.erase_participant(participant=evening.people["amina"])
    assert {one.participant_id for one in Evaluation.objects.all()} == {evening.people["bruno"].pk}


def test_my_data_has_the_own_answer_and_nobody_else_s(evening: Evening) -> None:
    last_step(evening)
    answer(evening, "amina", 2, None)
    answer(evening, "bruno", 3)
    evening.do("claire", "close")
    evening.prove("amina", "chloe")
    data = evening.browser("amina").get(f"/my-data/my-data.json?as={evening.id('amina')}").json()
    assert data["sessions"][0]["evaluations"] == [{"form": "session", "answers": {"useful": 2}}]
    shown = evening.browser("amina", language="fr").get(f"/my-data/?as={evening.id('amina')}").content.decode()
    assert "La séance m’a été utile. 2" in shown
    others = evening.browser("chloe").get(f"/my-data/my-data.json?as={evening.id('chloe')}").json()
    assert others["sessions"][0]["evaluations"] == []


def test_home_asks_until_it_was_answered_there(evening: Evening) -> None:
    last_step(evening)
    asked = "Comment avez-vous vécu la séance"
    assert asked not in home(evening, "amina")
    evening.do("claire", "close")
    assert asked in home(evening, "amina")
    answer(evening, "amina", 4)
    assert asked not in home(evening, "amina")
    assert asked in home(evening, "bruno")
    assert asked not in home(evening, "claire")
    with time_machine.travel(closed_at(evening) + 72 * HOURS, tick=False):
        assert asked not in home(evening, "bruno")


def home(evening: Evening, who: str) -> str:
    return str(evening.browser(who, language="fr").get("/").content.decode())


def test_the_page_of_a_session_leads_there_from_the_closing_step_on(evening: Evening) -> None:
    learning(evening)
    leads, may = "/evaluation/", " evaluate"
    page_of = evening.browser("amina").get(evening.path()).content.decode()
    assert (leads in page_of, may in me(page_of)) == (True, False)
    evening.do("claire", "jump", to_step=evening.index("closing"))
    assert may in me(evening.browser("amina").get(evening.path()).content.decode())
    evening.do("claire", "close")
    assert may in " " + me(evening.browser("amina").get(evening.path()).content.decode())
    with time_machine.travel(closed_at(evening) + 72 * HOURS, tick=False):
        assert leads not in evening.browser("amina").get(evening.path()).content.decode()


def me(page_of: str) -> str:
    return " " + page_of.split('id="region-me"')[1].split('data-may="')[1].split('"')[0]


def test_a_session_put_down_from_paper_is_asked_if_it_ended_lately(evening: Evening) -> None:
    """No device was there: it opens on those that are proven."""
    present = [evening.people[who] for who in ("amina", "bruno", "chloe")]
    began, visit = timezone.now() - 24 * HOURS, evening.visit("claire")
    commands.record_afterwards(visit=visit, began_at=began, minutes=120, present=present, clients=present[:2])
    evening.prove("amina", "driss")
    came = {who: answer(evening, who, 4).status_code for who in ("amina", "bruno", "driss")}
    assert came == {"amina": 302, "bruno": 403, "driss": 404}
    with time_machine.travel(began + 74 * HOURS, tick=False):
        assert answer(evening, "amina", 5).status_code == 409


def test_a_method_without_a_closing_asks_once_it_is_closed(evening: Evening) -> None:
    evening.session_id = plan(evening.group.cycle, protocol_key="action-learning").pk
    learning(evening)
    assert answer(evening, "amina", 4).status_code == 409
    evening.do("claire", "close")
    assert answer(evening, "amina", 4).status_code == 302
