"""A mail service posts what became of a mail, signed as it does: it is seen beside the person, and opens nothing."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator

import pytest
from anymail.signals import tracking
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from codev import mail_service, urls, worker
from codev.env import Environment
from groups import bounces
from groups.models import Invitation, Mail, Participant
from tests.groups.conftest import Arrive, Atelier, url
from tests.smtp import Post

KEY = "signing-key"
urlpatterns = [*mail_service.routes("mailgun"), *urls.urlpatterns]


@pytest.fixture
def with_service(settings: Settings) -> Iterator[None]:
    settings.ANYMAIL = {"MAILGUN_API_KEY": "key", "MAILGUN_WEBHOOK_SIGNING_KEY": KEY}
    settings.ROOT_URLCONF = __name__
    tracking.connect(bounces.hear)
    yield
    tracking.disconnect(bounces.hear)


def tell(mail: object, recipient: str, *, key: str = KEY, **event: object) -> HttpResponse:
    """As Mailgun posts an event, with its signature over time and token."""
    stamp, token = str(int(time.time())), "t" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    data = {"event": "failed", "severity": "permanent", "reason": "bounce", "timestamp": time.time(), "id": "x"}
    data |= {"recipient": recipient, "user-variables": {"mail": str(mail)}, "delivery-status": {"code": 550}} | event
    body = {"signature": {"timestamp": stamp, "token": token, "signature": signature}, "event-data": data}
    return Client(enforce_csrf_checks=True).post("/mails/events/", json.dumps(body), content_type="application/json")


@pytest.fixture
def invited(atelier: Atelier, arrive: Arrive, by_post: Post) -> Participant:
    """Karim, whose invitation left."""
    arrive(atelier.amina).post(url("mail_link", atelier.group.pk, atelier.karim.pk))
    worker.drain()
    assert Invitation.objects.get().left_at
    return atelier.karim


def test_a_bounce_is_seen_beside_the_person_also_once_the_mail_is_forgotten(
    invited: Participant, with_service: None
) -> None:
    mail = Invitation.objects.get().mail_id
    Mail.objects.all().delete()
    assert tell(mail, "karim@exemple.fr").status_code == 200
    assert (Invitation.objects.get().reason, Invitation.objects.get().refused_at is None) == ("unknown", False)


def test_what_is_not_signed_or_not_of_that_address_changes_nothing(invited: Participant, with_service: None) -> None:
    mail = Invitation.objects.get().mail_id
    assert tell(mail, "karim@exemple.fr", key="another").status_code == 400
    assert tell(mail, "karim@before.fr").status_code == 200
    assert tell("no id", "karim@exemple.fr").status_code == 200
    assert tell(mail, "karim@exemple.fr", **{"user-variables": {"mail": 7}}).status_code == 200
    assert tell(mail, "karim@exemple.fr", event="delivered").status_code == 200
    assert tell(mail, "karim@exemple.fr", severity="temporary").status_code == 200
    assert Invitation.objects.get().refused_at is None


@pytest.mark.django_db
def test_without_a_service_there_is_no_such_address() -> None:
    assert mail_service.routes("") == []
    assert tell("x", "karim@exemple.fr").status_code == 404


def test_a_service_is_named_as_anymail_does(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mail_service.read(Environment()) == ("", {})
    monkeypatch.setenv("CODEV_ANYMAIL", "mailgun")
    monkeypatch.setenv("CODEV_ANYMAIL_SETTINGS", "MAILGUN_API_KEY=a=b, MAILGUN_API_URL=https://x")
    read = mail_service.read(Environment())
    assert read == ("mailgun", {"MAILGUN_API_KEY": "a=b", "MAILGUN_API_URL": "https://x"})
    for name, value in (("CODEV_ANYMAIL_SETTINGS", "KEY"), ("CODEV_ANYMAIL", "pigeon"), ("CODEV_ANYMAIL", "../x")):
        with monkeypatch.context() as other:
            other.setenv(name, value)
            with pytest.raises(ImproperlyConfigured):
                mail_service.read(Environment())
