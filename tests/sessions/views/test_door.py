"""The room code, the name, the charter at the door, and the facilitator's welcome."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from groups.models import CharterAcceptance, Participant, Seat
from sessions.live.regions.people import people
from sessions.live.snapshot.reading import load
from sessions.live.snapshot.viewer import Viewer
from sessions.models import JournalEntry
from sessions.models.doors import CODE_ALPHABET
from tests.sessions.cast.evening import Evening, plan
from tests.sessions.cast.guests import Guest, impostor, newcomer, person
from tests.sessions.cast.moments import check_in, clarification, lobby
from tests.sessions.cast.sockets import in_thread, sockets, state_in

OVER = "Ce code n’est plus valable, la séance est terminée."


@pytest.fixture(autouse=True)
def empty_door(evening: Evening) -> None:
    """Nobody has tried a code yet, and nobody stands there: Gina has gone."""
    cache.clear()
    Seat.objects.filter(pk=evening.seats["gina"].pk).delete()


def knocks(evening: Evening) -> list[tuple[str, bool, int]]:
    """What the facilitator's list says of the door."""
    snapshot = load(evening.session_id)
    assert snapshot
    context = people(snapshot, Viewer("facilitator", "fr", drives=True))
    doors = [piece.lists["knocks"] for piece in context["lists"]["list-door"] if "knocks" in piece.lists]
    found = [piece.context["one"] for door in doors for piece in door]
    return [(one["name"], one["is_inside"], one["devices"]) for one in found]


def test_a_code_has_no_lookalikes(evening: Evening) -> None:
    assert not set(CODE_ALPHABET) & set("01258BGILOQSUZ")
    assert len(evening.session.room_code) == 6
    assert set(evening.session.room_code) <= set(CODE_ALPHABET)


def test_a_link_with_the_code_enters_nothing_by_itself(evening: Evening) -> None:
    lobby(evening)
    http, code = Client(), evening.session.room_code
    assert f'value="{code}"' in http.get(reverse("sessions:door"), {"code": code}).content.decode()
    assert http.get(reverse("sessions:name", args=[evening.session_id])).status_code == 404


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_code_is_read_as_people_type_it(evening: Evening, typed: str) -> None:
    lobby(evening)
    code = evening.session.room_code
    answer = Guest(evening).give_code(typed.format(code, code.lower(), f"{code[:3]}-{code[3:]}"))
    assert answer["Location"] == reverse("sessions:name", args=[evening.session_id])


def test_a_code_opens_nothing_before_the_room_is_open(evening: Evening) -> None:
    assert Guest(evening).give_code().status_code == 404


@pytest.mark.parametrize("end", ["close", "cancel"])
def test_a_code_after_the_end_says_so(evening: Evening, end: str) -> None:
    check_in(evening) if end == "close" else lobby(evening)
    inside = Guest(evening)
    inside.give_code()
    evening.do("claire", end)

    for answer in (Guest(evening).give_code(), inside.http.get(reverse("sessions:name", args=[evening.session_id]))):
        assert answer.status_code == 410
        assert OVER in answer.content.decode()


def test_wrong_codes_are_counted_by_browser(evening: Evening) -> None:
    """Whoever sits beside one who mistypes comes in."""
    lobby(evening)
    http, door = Client(), reverse("sessions:door")
    http.get(door)
    assert [http.post(door, {"code": "WRONG9"}).status_code for _ in range(10)] == [404] * 10
    code = evening.session.room_code
    assert http.post(door, {"code": code}).status_code == 429
    assert http.post(door, {"code": code}, REMOTE_ADDR="10.0.0.7").status_code == 302
    assert Guest(evening).give_code().status_code == 302


def test_an_address_may_try_ten_times_as_many_wrong_codes(evening: Evening) -> None:
    lobby(evening)
    door = reverse("sessions:door")
    for _ in range(10):
        http = Client()
        http.get(door)
        assert [http.post(door, {"code": "WRONG9"}).status_code for _ in range(10)] == [404] * 10
    assert Guest(evening).give_code().status_code == 429


def test_right_codes_use_up_no_attempt(evening: Evening) -> None:
    lobby(evening)
    assert {Guest(evening).give_code().status_code for _ in range(12)} == {302}


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Bruno B.", "BRUNO  b."])
def test_a_name_that_cannot_be_taken(evening: Evening, name: str) -> None:
    lobby(evening)
    assert Guest(evening).take(name=name).status_code == 422
    assert not Seat.objects.filter(link=None, session_id=evening.session_id).exclude(participant__name="Gina G.")


def test_somebody_of_another_group_is_no_choice(evening: Evening) -> None:
    lobby(evening)
    elsewhere = evening.group.organisation.codev_groups.create(name="Les lundis").participants.create(
        name="Zoé", position=1
    )
    assert Guest(evening).take(participant=str(elsewhere.pk)).status_code == 422


def test_a_guest_reads_the_charter_first_and_then_knocks(evening: Evening) -> None:
    lobby(evening)
    guest = Guest(evening)
    guest.take(name="Nora")
    assert guest.http.get(guest.page)["Location"].startswith(reverse("groups:charter", args=[evening.group.pk]))
    assert knocks(evening) == []

    guest.accept()
    assert state_in(guest.see())["audience"] == "waiting"
    assert knocks(evening) == [("Nora", False, 1)]
    assert not CharterAcceptance.objects.filter(participant=person("Nora")).exists()


def test_a_device_counts_once_however_many_charters_were_accepted(evening: Evening) -> None:
    lobby(evening)
    gina = evening.people["gina"]
    revised = evening.group.charters.create(number=2, text="Confidentialité, toujours.")
    gina.acceptances.create(charter=revised)
    guest = Guest(evening)
    guest.take(participant=evening.id("gina"))
    Seat.objects.filter(pk=guest.seat.pk).update(accepted=revised)
    assert knocks(evening) == [("Gina G.", False, 1)]


def test_a_knock_is_one_revision_and_no_event(evening: Evening) -> None:
    lobby(evening)
    before = evening.session
    guest = newcomer(evening)
    guest.see()
    after = evening.session
    assert (after.revision, after.state) == (before.revision + 1, before.state)
    entry = JournalEntry.objects.latest("id")
    assert (entry.command, entry.events, entry.arguments) == ("knock", [], {})


def test_who_is_welcomed_is_present_with_the_charter_accepted(evening: Evening) -> None:
    lobby(evening)
    guest = newcomer(evening)
    evening.do("claire", "admit", participant=person("Nora").pk)

    assert CharterAcceptance.objects.filter(participant=person("Nora")).exists()
    assert state_in(guest.see())["audience"] == "peer"
    assert knocks(evening) == []
    assert evening.post(guest.http, "raise_hand", **{"as": str(person("Nora").pk)}).status_code != 403


def test_welcoming_twice_changes_nothing(evening: Evening) -> None:
    lobby(evening)
    newcomer(evening)
    for _ in range(2):
        evening.do("claire", "admit", participant=person("Nora").pk)
    assert evening.session.load().present.count(str(person("Nora").pk)) == 1


def test_who_is_turned_away_is_out_and_forgotten(evening: Evening) -> None:
    lobby(evening)
    guest = newcomer(evening)
    evening.do("claire", "turn_away", participant=person("Nora").pk)

    assert not Participant.objects.filter(name="Nora").exists()
    answer = guest.http.get(evening.path(), follow=True)
    assert answer.status_code == 403
    assert "La personne qui anime n’a pas ouvert." in answer.content.decode()


def test_a_member_whose_name_was_taken_stays_when_the_other_is_turned_away(evening: Evening) -> None:
    lobby(evening)
    impostor(evening)
    evening.do("claire", "turn_away", participant=evening.people["bruno"].pk)

    assert knocks(evening) == []
    assert evening.id("bruno") in evening.session.load().present
    assert state_in(evening.browser("bruno").get(evening.path()).content.decode())["audience"] == "peer"


def test_everybody_is_welcomed_but_doubtful_names(evening: Evening) -> None:
    lobby(evening)
    for name in ("Nora", "Oscar"):
        newcomer(evening, name)
    doubtful, twice = impostor(evening), [impostor(evening, "gina"), Guest(evening)]
    twice[1].take(participant=evening.id("gina"))
    twice[1].see()
    unread = Guest(evening)
    unread.take(name="Paula")
    evening.do("claire", "admit_all")

    present = evening.session.load().present
    assert {str(person("Nora").pk), str(person("Oscar").pk)} <= set(present)
    assert not {str(person("Paula").pk), evening.id("gina")} & set(present)
    assert not Seat.objects.get(pk=doubtful.seat.pk).is_admitted
    assert ("Bruno B.", True, 1) in knocks(evening)


def test_an_impostor_sees_and_does_nothing_over_http(evening: Evening) -> None:
    clarification(evening)
    guest = impostor(evening)

    assert state_in(guest.see())["audience"] == "waiting"
    assert "region-" not in guest.http.get(evening.path("stage/?shown=-1")).content.decode()
    for command, fields in (("raise_hand", {}), ("contribute", {"id": evening.id("bruno"), "kind": "question"})):
        sent = {**fields, **({"text": "Pourquoi ?"} if fields else {})}
        assert evening.post(guest.http, command, **sent).status_code == 403
    assert evening.post(guest.http, "arrive").status_code == 404
    assert guest.http.get(evening.path("keepsake/")).status_code == 403
    assert evening.session.load().floor.queue == ()


async def test_an_impostor_sees_nothing_over_the_socket(evening: Evening) -> None:
    await in_thread(clarification, evening)
    guest = await in_thread(impostor, evening)
    async with sockets(evening) as browsers:
        page = await browsers.knock(http=guest.http, path=evening.path().replace("/sessions", "/ws/sessions"))
        await page.take()
        assert page.state["audience"] == "waiting"
        assert page.regions == {}
        revision = await in_thread(evening.do, "bruno", "raise_hand")
        await page.until(revision)
        assert (page.state["audience"], page.regions) == ("waiting", {})

        revision = await in_thread(lambda: evening.do("claire", "admit", participant=evening.people["bruno"].pk))
        while page.state["audience"] == "waiting":
            await page.take()
        assert page.state["audience"] == "peer"
        await page.until(revision)


def test_an_impostor_keeps_nobody_s_device_awake(evening: Evening) -> None:
    lobby(evening)
    guest = impostor(evening)
    rows = evening.session.presences.filter(actor=f"seat:{guest.seat.pk}")
    assert list(rows.values_list("participant", flat=True)) == [None]


def test_a_newcomer_changes_nobody_s_name(evening: Evening) -> None:
    lobby(evening)
    before = load(evening.session_id)
    newcomer(evening, "Bruno Zafar")
    after = load(evening.session_id)
    assert before
    assert after
    assert after.given(evening.id("bruno")) == before.given(evening.id("bruno"))


def test_one_browser_knocks_under_one_name_at_a_time(evening: Evening) -> None:
    lobby(evening)
    guest = newcomer(evening)
    guest.take(participant=evening.id("gina"))
    guest.see()
    assert knocks(evening) == [("Gina G.", False, 1)]
    assert not Participant.objects.filter(name="Nora").exists()


def test_a_guest_seat_opens_its_own_session_alone(evening: Evening) -> None:
    lobby(evening)
    guest = newcomer(evening)
    evening.do("claire", "admit", participant=person("Nora").pk)
    sister = plan(evening.group.cycle)
    assert guest.http.get(f"/sessions/{sister.pk}/").status_code == 404
    assert str(sister.pk) not in guest.http.get("/").content.decode()


def test_one_browser_holds_several_seats(evening: Evening) -> None:
    clarification(evening)
    http = evening.browser("bruno")
    seats = [*http.session["seats"], str(evening.seats["chloe"].pk)]
    browser = http.session
    browser["seats"] = seats
    browser.save()

    for name in ("bruno", "chloe"):
        page = http.get(evening.path(f"?as={evening.id(name)}")).content.decode()
        assert f'data-participant="{evening.id(name)}"' in page
        assert evening.post(http, "raise_hand", **{"as": evening.id(name)}).status_code == 204
    assert [hand.participant for hand in evening.session.load().floor.queue] == [
        evening.id("bruno"),
        evening.id("chloe"),
    ]


def test_changing_person_leaves_one_seat_and_needs_a_new_welcome(evening: Evening) -> None:
    lobby(evening)
    guest = newcomer(evening)
    nora = person("Nora")
    evening.do("claire", "admit", participant=nora.pk)
    door = f"{reverse('sessions:door')}?code={evening.session.room_code}"
    answer = guest.http.post(reverse("groups:leave"), {"as": str(nora.pk), "next": door})

    assert answer["Location"] == door
    assert guest.http.get(evening.path())["Location"] == reverse("sessions:name", args=[evening.session_id])
    guest.take(participant=str(nora.pk))
    assert state_in(guest.see())["audience"] == "waiting"
    assert knocks(evening) == [("Nora", True, 1)]
