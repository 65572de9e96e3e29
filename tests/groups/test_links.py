"""Personal links and seats: made once, revoked for good, heard of at once."""

from __future__ import annotations

import hashlib
import re

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from groups import commands
from groups.errors import NotAllowed, Refused
from groups.models import PersonalLink, Seat

from .conftest import Atelier, Bells, Neighbour, link_of, make_link


def test_a_token_is_128_bits_and_only_its_hash_is_kept(atelier: Atelier) -> None:
    token = make_link(atelier.karim)
    assert re.fullmatch(r"[\w-]{22}", token)
    link = PersonalLink.objects.get()
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(PersonalLink.objects.values().get())


def test_a_link_makes_member_seats_over_and_over(atelier: Atelier) -> None:
    link = link_of(make_link(atelier.karim))
    seats = [commands.take_seat(link=link, label=label) for label in ("iPhone · Safari", "x" * 99)]
    assert [(seat.participant, seat.is_member, len(seat.label)) for seat in seats] == [
        (atelier.karim, True, 15),
        (atelier.karim, True, 60),
    ]
    assert not Seat(participant=atelier.karim).is_member


def test_revoking_a_link_closes_its_seats_and_no_others(atelier: Atelier) -> None:
    leaked, kept = link_of(make_link(atelier.karim)), link_of(make_link(atelier.karim))
    lost = commands.take_seat(link=leaked, label="")
    good = commands.take_seat(link=kept, label="")
    commands.revoke_link(link=leaked, by=atelier.david)
    assert list(Seat.objects.live()) == [good]
    assert list(PersonalLink.objects.live()) == [kept]
    lost.refresh_from_db()
    assert lost.revoked_at is not None


def test_a_closed_link_makes_no_seat(atelier: Atelier) -> None:
    link = link_of(make_link(atelier.karim))
    commands.revoke_link(link=link, by=atelier.amina)
    with pytest.raises(Refused, match="link_closed"):
        commands.take_seat(link=link, label="")


def test_who_left_gets_in_nowhere(atelier: Atelier) -> None:
    link = link_of(make_link(atelier.karim))
    commands.take_seat(link=link, label="")
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    assert not Seat.objects.live().exists()
    assert not PersonalLink.objects.live().exists()
    with pytest.raises(Refused, match="link_closed"):
        commands.take_seat(link=link, label="")
    with pytest.raises(Refused, match="participant_removed"):
        commands.make_link(participant=atelier.karim, by=atelier.amina)


def test_an_instant_of_revocation_never_moves(atelier: Atelier) -> None:
    link = link_of(make_link(atelier.karim))
    seat = commands.take_seat(link=link, label="")
    commands.revoke_seat(seat=seat, by=atelier.amina)
    before = Seat.objects.get().revoked_at
    commands.revoke_seat(seat=seat, by=atelier.amina)
    commands.revoke_link(link=link, by=atelier.amina)
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    commands.remove_participant(participant=atelier.karim, by=atelier.amina)
    assert Seat.objects.get().revoked_at == before


def test_strangers_revoke_nothing(atelier: Atelier, neighbour: Neighbour) -> None:
    link = link_of(make_link(atelier.karim))
    seat = commands.take_seat(link=link, label="")
    for by in (neighbour.bruno, atelier.agnes):
        with pytest.raises(NotAllowed):
            commands.revoke_link(link=link, by=by)
        with pytest.raises(NotAllowed):
            commands.revoke_seat(seat=seat, by=by)


@pytest.mark.parametrize("verb", ["remove", "revoke_link", "revoke_seat"])
def test_whoever_is_shown_out_hears_the_bell(
    atelier: Atelier, bells: Bells, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, verb: str
) -> None:
    link = link_of(make_link(atelier.karim))
    seat = commands.take_seat(link=link, label="")
    bells.listen("person", atelier.karim.pk)
    with django_capture_on_commit_callbacks(execute=True):
        if verb == "remove":
            commands.remove_participant(participant=atelier.karim, by=atelier.amina)
        elif verb == "revoke_link":
            commands.revoke_link(link=link, by=atelier.amina)
        else:
            commands.revoke_seat(seat=seat, by=atelier.amina)
    assert bells.heard() == f"person.{atelier.karim.pk}"
