"""What each of a past cycle downloads about attendance, by the addresses that pages lead to."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from groups.models import Seat
from sessions.models import Correction, Session, Signature
from tests.sessions.cast.past import Past, paris

TITLE, OBJECTIVES = "Codéveloppement des cadres", "Prendre du recul\nS’entraider"


def get(past: Past, who: str, route: str, *args: Any, language: str = "fr") -> HttpResponse:
    wanted = {"as": str(past.people[who].pk)} if who in past.people else {}
    address = reverse(f"sessions:{route}", args=args)
    return past.browser(who).get(address, wanted, headers={"accept-language": language})


def of_cycle(past: Past, who: str, kind: str, language: str = "fr") -> HttpResponse:
    return get(past, who, "cycle_sheet", past.group.pk, 1, kind, language=language)


def certificate(past: Past, who: str, of: str, language: str = "fr") -> HttpResponse:
    return get(past, who, "certificate", past.group.pk, 1, past.people[of].pk, language=language)


def prove(past: Past, who: str) -> None:
    past.browser(who)
    Seat.objects.filter(participant=past.people[who]).update(proven_at=timezone.now())


def session(number: int) -> Session:
    return Session.objects.get(number=number)


def sign(past: Past, who: str, **more: Any) -> None:
    at = paris(2026, 1, 12, 16, 2)
    stays = [[int(paris(2026, 1, 12, 11).timestamp() * 1000), int(paris(2026, 1, 12, 12, 40).timestamp() * 1000)]]
    about = {"day": "2026-01-12", "is_afternoon": False, "name": past.people[who].name, "minutes": 100, "stays": stays}
    Signature.objects.create(session=session(1), participant=past.people[who], signed_at=at, **about, **more)


def correct(past: Past, who: str, *hours: tuple[int, int]) -> None:
    old = [[ms(11, 17), ms(14, 20)]]
    by = {"by": past.users["claire"], "by_name": "Claire", "made_at": paris(2026, 1, 13)}
    about = {"name": past.people[who].name, "reason": "Son train avait du retard", "old": old}
    new = [[ms(*hours[0]), ms(*hours[1])]]
    Correction.objects.create(session=session(1), participant=past.people[who], new=new, **about, **by)


def ms(hour: int, minute: int) -> int:
    return int(paris(2026, 1, 12, hour, minute).timestamp() * 1000)
