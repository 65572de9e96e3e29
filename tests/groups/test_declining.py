"""Declining a charter: said by oneself, read by the group's facilitators alone, taken back by accepting."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from groups import commands
from groups.errors import NotAllowed, Refused, Stale
from groups.models import CharterDecline, Participant, Seat
from groups.queries import declined
from sessions import my_data
from sessions.commands import erase_participant
from tests.groups.conftest import Arrive, Atelier, Neighbour, url

pytestmark = pytest.mark.usefixtures("in_english")
SAID = ("declined", "Declined", "décliné")


def decline(http: Client, atelier: Atelier, **sent: str) -> Any:
    return http.post(url("decline_charter", atelier.group.pk), {"charter": "1", **sent})


def seat_of(person: Participant, *, is_proven: bool = False) -> Seat:
    link = person.links.create(token_hash=f"{person.pk}{person.links.count()}"[:64])
    return Seat.objects.create(participant=person, link=link, proven_at=timezone.now() if is_proven else None)


def test_it_is_asked_beside_the_statement_and_what_follows_is_said(atelier: Atelier, arrive: Arrive) -> None:
    http, page = arrive(atelier.karim), url("charter", atelier.group.pk)
    asked = http.get(page).content.decode()
    assert "I come by choice, wishing to learn and to cooperate." in asked
    assert "alone will know, who facilitates your group" in asked
    answer = decline(http, atelier, next="/sessions/x/")
    assert answer.url == f"{page}?as={atelier.karim.pk}&next=%2Fsessions%2Fx%2F"
    after = http.get(answer.url).content.decode()
    assert "Only who facilitates your group knows it" in after
    assert "I accept this charter" in after
    assert "I decline" not in after
    assert http.post(page, {"charter": "1", "next": "/sessions/x/"}).url == "/sessions/x/"
    assert not CharterDecline.objects.exists()


def test_twice_is_once(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.karim)
    assert [decline(http, atelier).status_code for _ in range(2)] == [302, 302]
    assert CharterDecline.objects.count() == 1


def test_only_the_version_that_was_read_is_declined(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.karim)
    commands.revise_charter(group=atelier.group, text="Et du café.", by=atelier.amina)
    answer = decline(http, atelier)
    assert (answer.status_code, "Et du café." in answer.content.decode()) == (409, True)
    assert [decline(http, atelier, charter=number).status_code for number in ("", "7", "²", "9" * 5000)] == [404] * 4
    with pytest.raises(Stale):
        commands.decline_charter(seat=seat_of(atelier.karim), charter=atelier.group.charters.get(number=1))
    assert not CharterDecline.objects.exists()


def test_who_accepted_or_left_or_waits_declines_nothing(atelier: Atelier) -> None:
    charter, seat = atelier.group.charter, seat_of(atelier.karim)
    guest = Seat.objects.create(participant=atelier.lea)
    with pytest.raises(NotAllowed):
        commands.decline_charter(seat=guest, charter=charter)
    commands.accept_charter(participant=atelier.karim, charter=charter)
    with pytest.raises(Refused, match="charter_accepted"):
        commands.decline_charter(seat=seat, charter=charter)
    commands.remove_participant(participant=atelier.lea, by=atelier.amina)
    with pytest.raises(Refused, match="participant_removed"):
        commands.decline_charter(seat=seat_of(atelier.lea), charter=charter)
    assert not CharterDecline.objects.exists()


def test_a_new_version_is_a_new_question(atelier: Atelier) -> None:
    commands.decline_charter(seat=seat_of(atelier.karim), charter=atelier.group.charter)
    assert declined(atelier.group.charter, atelier.amina) == {atelier.karim.pk}
    new = commands.revise_charter(group=atelier.group, text="Et du café.", by=atelier.amina)
    assert declined(new, atelier.amina) == set()


def test_it_rings_no_bell(atelier: Atelier, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks() as rings:
        commands.decline_charter(seat=seat_of(atelier.karim), charter=atelier.group.charter)
    assert rings == []


PAGES = ("charter", "members", "facilitators")


def read(http: Client, atelier: Atelier) -> str:
    """All that somebody may open of the group and of oneself."""
    group = atelier.group.pk
    pages = [*(url(name, group) for name in PAGES), url("member", group, atelier.karim.pk), f"/groups/{group}/"]
    pages += ["/", "/history/", f"/history/groups/{group}/", url("organisation", atelier.organisation.pk), "/my-data/"]
    pages += [f"/groups/{group}/ledger/", f"/groups/{group}/ledger.json", "/my-data/my-data.json", "/mine/"]
    return "".join(http.get(page, follow=True).content.decode() for page in pages)


def test_only_facilitators_read_it(atelier: Atelier, neighbour: Neighbour, arrive: Arrive) -> None:
    operator = atelier.agnes
    readers: dict[str, Any] = {one: getattr(atelier, one) for one in ("amina", "david", "agnes", "hakim", "lea")}
    readers |= {"bruno": neighbour.bruno, "zoe": neighbour.zoe, "nobody": None}
    browsers = {name: arrive(who) for name, who in readers.items()}
    another_device = arrive(atelier.karim)
    before = {name: read(http, atelier) for name, http in browsers.items()}
    commands.accept_charter(participant=atelier.lea, charter=atelier.group.charter)
    assert decline(arrive(atelier.karim), atelier).status_code == 302

    def tells(http: Client) -> bool:
        return any(word in read(http, atelier) for word in SAID)

    assert {name for name, http in browsers.items() if tells(http)} == {"amina"}
    # Nor whoever else came by one of his links, on a device that is not proven.
    assert not tells(another_device)
    assert not any(word in page for page in before.values() for word in SAID)
    # The operator's pages know no such rows.
    operator.is_staff = operator.is_superuser = True
    operator.save()
    assert "decline" not in browsers["agnes"].get("/admin/", follow=True).content.decode().lower()


def test_who_declined_reads_it_where_it_was_said_or_on_a_proven_device(atelier: Atelier) -> None:
    said, proven, other = seat_of(atelier.karim), seat_of(atelier.karim, is_proven=True), seat_of(atelier.karim)
    Seat.objects.filter(pk=proven.pk).update(proven_at=timezone.now())
    commands.decline_charter(seat=said, charter=atelier.group.charter)
    kept = {one.pk: my_data.of_participant(atelier.karim, (), one)["declined"] for one in (said, proven, other)}
    assert [len(kept[one.pk]) for one in (said, proven, other)] == [1, 1, 0]
    assert [one["version"] for one in my_data.of_participant(atelier.karim)["declined"]] == [1]


def test_erasing_somebody_erases_it(atelier: Atelier) -> None:
    commands.decline_charter(seat=seat_of(atelier.karim), charter=atelier.group.charter)
    erase_participant(participant=atelier.karim)
    assert not CharterDecline.objects.exists()


def test_said_aloud_or_on_another_device_later_it_counts_no_more(atelier: Atelier) -> None:
    commands.decline_charter(seat=seat_of(atelier.karim), charter=atelier.group.charter)
    atelier.group.charter.acceptances.create(participant=atelier.karim, is_oral=True, heard_by=atelier.amina)
    assert declined(atelier.group.charter, atelier.amina) == set()


def test_reading_it_costs_one_statement_however_many(
    atelier: Atelier, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    charter = atelier.group.charter
    for person in (atelier.karim, atelier.lea):
        commands.decline_charter(seat=seat_of(person), charter=charter)
        with django_assert_num_queries(1):
            assert person.pk in declined(charter, atelier.amina)


# Versions


def test_former_versions_stand_below_the_one_in_force(atelier: Atelier, arrive: Arrive) -> None:
    http, page = arrive(atelier.amina), url("charter", atelier.group.pk)
    commands.accept_charter(participant=atelier.karim, charter=atelier.group.charter)
    sent = {"text": "Bienveillance, et du café.", "of": "1"}
    told = http.post(url("revise_charter", atelier.group.pk), sent, follow=True)
    assert "Version 2 is in force: everybody is asked anew." in told.content.decode()
    former = http.get(page).context["former"]
    assert [(one.number, one.accepted) for one in former] == [(1, 1)]
    again = http.post(url("revise_charter", atelier.group.pk), sent, follow=True).content.decode()
    assert "Nothing has changed: version 2 stays in force." in again
    asked = arrive(atelier.karim).get(page).content.decode()
    assert "The charter has changed since you accepted version 1" in asked


def test_two_who_revise_at_once_do_not_undo_each_other_unread(atelier: Atelier, arrive: Arrive) -> None:
    page = url("revise_charter", atelier.group.pk)
    assert arrive(atelier.david).post(page, {"text": "Celle de David.", "of": "1"}).status_code == 302
    http = arrive(atelier.amina)
    answer = http.post(page, {"text": "Celle d’Amina.", "of": "1"})
    assert answer.status_code == 409
    for words in ("Somebody else has revised the charter meanwhile", "Celle de David.", "Celle d’Amina."):
        assert words in answer.content.decode()
    assert answer.context["form"]["of"].value() == 2
    assert http.post(page, {"text": "Celle d’Amina.", "of": "2"}).status_code == 302
    assert atelier.group.charter.number == 3
