"""A device is proven by a code that was mailed, or shown by one that is: what a code does, and does not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from codev import worker
from groups import commands
from groups.errors import NotAllowed, NotFound
from groups.models import DeviceCode, Mail, Organisation, Participant, Seat
from tests.mails import DIGITS, delivered, device_code, rows, text_of
from tests.smtp import Post

from .conftest import Arrive, Atelier, link_of, make_link, url

REFUSED = "ne convient pas"


def seat_of(person: Participant, *, proven: bool = False) -> Seat:
    seat = commands.take_seat(link=link_of(make_link(person)), label="iPhone · Safari")
    if proven:
        assert commands.prove_seat(seat=seat, code=device_code(seat))
    return seat


def is_proven(seat: Seat) -> bool:
    seat.refresh_from_db()
    return seat.is_proven


def another(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def phone(atelier: Atelier, arrive: Arrive) -> tuple[Client, Seat]:
    http = arrive(atelier.karim)
    return http, Seat.objects.latest("created_at")


def test_a_mailed_code_proves_the_device_that_asked(atelier: Atelier, arrive: Arrive) -> None:
    http, seat = phone(atelier, arrive)
    page = http.get(url("devices"))
    assert page.status_code == 403
    assert "k…@exemple.fr" in page.content.decode()
    assert "karim@exemple.fr" not in page.content.decode()
    asked = http.post(url("mail_code"), {"next": "/my-data/"}, follow=True)
    assert 'autocomplete="one-time-code"' in asked.content.decode()
    (mail,) = delivered()
    assert (mail.to, "Les mardis" in mail.body, "Karim" in mail.body) == (["karim@exemple.fr"], False, False)
    code = DIGITS.findall(mail.body)[0]
    assert code not in str(list(DeviceCode.objects.values())) + rows()
    # Typed as it was read.
    done = http.post(url("prove_device"), {"code": f" {code[:3]} {code[3:]}", "next": "/my-data/"})
    assert (done.status_code, done["Location"], is_proven(seat)) == (302, "/my-data/", True)
    answer = http.get(url("devices"))
    assert "no-store" in answer["Cache-Control"]
    listed = answer.content.decode()
    assert "Téléphone" in listed or "Ordinateur" in listed
    words = re.sub(r"<[^>]*>", " ", listed.partition("<main")[2].partition("</main>")[0])
    assert re.search(r"\d{1,2}:\d\d|127\.0\.0\.1|Safari", words) is None


def test_a_code_works_once_on_one_device_of_one_person_and_not_for_long(atelier: Atelier) -> None:
    mine, other, lea = seat_of(atelier.karim), seat_of(atelier.karim), seat_of(atelier.lea)
    code = device_code(mine)
    assert not commands.prove_seat(seat=other, code=code)
    assert not commands.prove_seat(seat=lea, code=code)
    assert not commands.prove_seat(seat=mine, code="")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert not commands.prove_seat(seat=mine, code=code)
    newer = device_code(mine)
    assert not commands.prove_seat(seat=mine, code=code) or code == newer
    assert commands.prove_seat(seat=mine, code=newer)
    Seat.objects.filter(pk=mine.pk).update(proven_at=None)
    mine.refresh_from_db()
    assert not commands.prove_seat(seat=mine, code=newer)


def test_of_codes_asked_for_before_one_left_the_newest_leaves_and_comes_again_the_same(
    atelier: Atelier, by_post: Post
) -> None:
    by_post.hangs_up = "before answering"
    seat = seat_of(atelier.karim)
    for _ in range(2):
        commands.mail_code(seat=seat)
    assert {one.code_hash for one in DeviceCode.objects.all()} == {""}
    worker.drain()
    by_post.hangs_up = ""
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        worker.drain()
        first, second = by_post.letters
        assert text_of(first) == text_of(second)
        assert commands.prove_seat(seat=seat, code=DIGITS.findall(text_of(first))[0])


def test_guessing_ends_the_code_and_then_all_codes_of_that_person(atelier: Atelier) -> None:
    seat = seat_of(atelier.karim)
    code = device_code(seat)
    for _ in range(5):
        assert not commands.prove_seat(seat=seat, code=another(code))
    assert not commands.prove_seat(seat=seat, code=code)
    for _ in range(3):
        seat = seat_of(atelier.karim)
        code = device_code(seat)
        for _ in range(5):
            commands.prove_seat(seat=seat, code=another(code))
    last = seat_of(atelier.karim)
    assert not commands.prove_seat(seat=last, code=device_code(last))
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert commands.prove_seat(seat=last, code=device_code(last))


def test_asking_again_and_again_sends_few_and_says_and_asks_the_same(atelier: Atelier, arrive: Arrive) -> None:
    http, _ = phone(atelier, arrive)
    answers, asked = set(), []
    for _ in range(5):
        with CaptureQueriesContext(connection) as queries:
            answers.add(http.post(url("mail_code"))["Location"])
        # Without the ends of transactions: what may not be mailed is written and taken back.
        asked.append([one["sql"][:40] for one in queries if "SAVEPOINT" not in one["sql"]])
        delivered()
    assert asked == asked[:1] * 5
    assert (len(answers), len(delivered())) == (1, 3)
    # Nobody else is kept out by it.
    assert device_code(seat_of(atelier.karim))
    lea, sent = arrive(atelier.lea), len(delivered())
    assert lea.post(url("mail_code")).status_code == 302
    assert (len(delivered()), Mail.objects.filter(sent_at=None).exists()) == (sent, False)
    assert "Aucune adresse" in lea.get(url("devices")).content.decode()


def test_every_wrong_code_is_answered_alike(atelier: Atelier, arrive: Arrive) -> None:
    http, seat = phone(atelier, arrive)
    without = http.post(url("prove_device"), {"code": "123456"})
    code = device_code(seat)
    wrong = http.post(url("prove_device"), {"code": another(code)})
    DeviceCode.objects.update(ended_at=timezone.now())
    ended = http.post(url("prove_device"), {"code": code})
    said = {REFUSED in one.content.decode() for one in (without, wrong, ended)}
    assert ({one.status_code for one in (without, wrong, ended)}, said) == ({422}, {True})


def test_a_proven_device_shows_a_code_for_another(atelier: Atelier, arrive: Arrive) -> None:
    http, seat = phone(atelier, arrive)
    assert http.post(url("show_code")).status_code == 403
    commands.prove_seat(seat=seat, code=device_code(seat))
    shown = DIGITS.findall(http.post(url("show_code")).content.decode().replace("\u00a0", ""))[0]
    other, stranger = seat_of(atelier.karim), seat_of(atelier.lea)
    assert not commands.prove_seat(seat=stranger, code=shown)
    assert commands.prove_seat(seat=other, code=shown)
    assert not commands.prove_seat(seat=seat_of(atelier.karim), code=shown)


def test_a_guest_is_proven_by_nothing(atelier: Atelier) -> None:
    guest = Seat.objects.create(participant=atelier.karim, session_id=atelier.group.pk, admitted_at=timezone.now())
    assert device_code(guest) == ""
    shown = commands.show_code(by=seat_of(atelier.karim, proven=True))
    assert not commands.prove_seat(seat=guest, code=shown)


def change_address(atelier: Atelier, http: Client, email: str) -> None:
    sent = {"name": "Karim", "called": "Karim", "email": email}
    assert http.post(url("rename", atelier.group.pk, atelier.karim.pk), sent).status_code == 302


def test_a_facilitator_who_changes_the_address_opens_nothing_of_before(atelier: Atelier, arrive: Arrive) -> None:
    own, waiting = seat_of(atelier.karim, proven=True), seat_of(atelier.karim)
    old = device_code(waiting)
    before, sent = timezone.now(), len(delivered())
    commands.mail_code(seat=waiting)
    change_address(atelier, arrive(atelier.amina), "amina@atelier.fr")
    assert "karim@exemple.fr" not in rows()
    # What it is, and no code that was still on its way.
    told = delivered()[sent:]
    assert [(mail.to, "Une autre adresse" in mail.body) for mail in told] == [(["karim@exemple.fr"], True)]
    assert not commands.prove_seat(seat=waiting, code=old)
    taken = seat_of(atelier.karim, proven=True)
    assert (taken.opens(before), taken.opens(timezone.now())) == (False, True)
    # Nor does that device end what opens more, and nobody takes the change back.
    with pytest.raises(NotFound):
        commands.end_device(seat_id=own.pk, by=taken)
    commands.confirm_address(address="amina@atelier.fr", by=taken)
    later = seat_of(atelier.karim, proven=True)
    assert not later.opens(before)
    own.refresh_from_db()
    assert (own.opens(before), own.is_address_new, taken.is_address_new) == (True, True, False)
    commands.end_device(seat_id=taken.pk, by=own)
    assert not Seat.objects.live().filter(pk=taken.pk).exists()


def test_a_proven_device_is_told_and_lets_the_new_address_open_all(atelier: Atelier, arrive: Arrive) -> None:
    http, seat = phone(atelier, arrive)
    before = timezone.now()
    commands.prove_seat(seat=seat, code=device_code(seat))
    unproven = arrive(atelier.karim)
    change_address(atelier, arrive(atelier.amina), "karim@ailleurs.fr")
    assert "Une autre adresse" in http.get("/").content.decode()
    assert "Une autre adresse" not in unproven.get("/").content.decode()
    assert "karim@ailleurs.fr" in http.get(url("devices")).content.decode()
    read = {"address": "karim@ailleurs.fr"}
    assert unproven.post(url("confirm_address"), read).status_code == 403
    # Another one is noted while the page with the right one is open: it is not that one which was confirmed.
    change_address(atelier, arrive(atelier.amina), "amina@atelier.fr")
    assert http.post(url("confirm_address"), read).status_code == 302
    assert not seat_of(Participant.objects.get(pk=atelier.karim.pk), proven=True).opens(before)
    change_address(atelier, arrive(atelier.amina), "karim@ailleurs.fr")
    assert http.post(url("confirm_address"), read).status_code == 302
    assert "Une autre adresse" not in http.get("/").content.decode()
    assert seat_of(Participant.objects.get(pk=atelier.karim.pk), proven=True).opens(before)


def test_devices_are_ones_own_to_end(atelier: Atelier, arrive: Arrive) -> None:
    http, seat = phone(atelier, arrive)
    other, lea = seat_of(atelier.karim), seat_of(atelier.lea)
    assert http.post(url("end_device", other.pk)).status_code == 403
    commands.prove_seat(seat=seat, code=device_code(seat))
    assert http.get(url("devices")).content.decode().count('class="row between"') == 2
    assert http.post(url("end_device", lea.pk)).status_code == 404
    assert http.post(url("end_device", other.pk)).status_code == 302
    assert set(Seat.objects.live().values_list("pk", flat=True)) == {seat.pk, lea.pk}
    # This one too: it is nobody's then.
    assert http.post(url("end_device", seat.pk))["Location"] == "/"
    assert http.get(url("devices"))["Location"].startswith("/accounts/login")


def test_a_device_that_was_proven_by_an_address_of_before_is_not_hidden(atelier: Atelier, arrive: Arrive) -> None:
    """Whoever facilitates noted one of his own as Karim came, proved a device by it, and noted the right one later."""
    before = seat_of(atelier.karim, proven=True)
    change_address(atelier, arrive(atelier.amina), "karim@ailleurs.fr")
    http, seat = phone(atelier, arrive)
    assert commands.prove_seat(seat=seat, code=device_code(seat))
    page = http.get(url("devices")).content.decode()
    assert page.count('class="row between"') == 2
    assert (url("end_device", seat.pk) in page, url("end_device", before.pk) in page) == (True, False)
    assert http.post(url("end_device", before.pk)).status_code == 404


def test_nobody_who_facilitates_learns_which_device_is_proven(atelier: Atelier, arrive: Arrive) -> None:
    seat = seat_of(atelier.karim)
    http, address = arrive(atelier.amina), url("member", atelier.group.pk, atelier.karim.pk)

    def page() -> str:
        return re.sub(r"\b\w{64}\b|<!--.*?-->", "", http.get(address).content.decode())

    before = page()
    assert ("Téléphone" in before, "iPhone" in before) == (True, False)
    commands.prove_seat(seat=seat, code=device_code(seat))
    assert page() == before


def test_who_left_the_group_proves_a_device_still(atelier: Atelier) -> None:
    seat, closed = seat_of(atelier.karim), seat_of(atelier.karim)
    commands.leave_seat(seat=closed)
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    assert commands.prove_seat(seat=seat, code=device_code(seat))
    assert device_code(closed) == ""


def test_without_a_code_only_a_demonstration_is_trusted(atelier: Atelier) -> None:
    seat = seat_of(atelier.lea)
    with pytest.raises(NotAllowed):
        commands.trust_seat(seat=seat)
    Organisation.objects.filter(pk=atelier.organisation.pk).update(is_demo=True)
    seat = Seat.objects.get(pk=seat.pk)
    commands.trust_seat(seat=seat)
    assert is_proven(seat)
