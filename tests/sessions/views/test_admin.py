"""The operator's pages about sessions: they open, they show no words and no way in, and they change nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import models
from django.test import Client
from django.urls import reverse

from groups.actors import Actor
from groups.models import User
from sessions import commands
from sessions.access import Visit
from sessions.demo import people
from sessions.models import ContentKey, JournalEntry, Session

WORDS = "Mon directeur ne m’écoute pas"
SHOWN = (Session, JournalEntry, ContentKey)
HIDDEN = {"state", "protocol_copy", "key", "fingerprint", "arguments", "events", "wrapped"}
HIDDEN |= {"room_code_hash", "sealed_room_code", "screen_secret_hash", "sealed_screen_secret"}


@pytest.fixture
def session(db: None) -> Session:
    """Léa is client and Claire, who facilitates, has written something."""
    session = people.ensure()
    visit = Visit(session, Actor(user=User.objects.get(name="Claire Morel")), "facilitator")
    lea, omar = session.cycle.group.participants.order_by("position")[:2]
    commands.run("open", visit=visit, key=uuid4())
    for one in (lea, omar):
        commands.run("admit", visit=visit, key=uuid4(), participant=one.pk)
    commands.run("choose_clients", visit=visit, key=uuid4(), participants=[lea.pk])
    commands.run("start", visit=visit, key=uuid4())
    commands.run("jump", visit=visit, key=uuid4(), to_step=_contract_step(session))
    commands.run("contribute", visit=visit, key=uuid4(), id=uuid4(), kind="reformulation", text=WORDS)
    session.refresh_from_db()
    return session


@pytest.fixture
def operator(session: Session) -> Client:
    User.objects.create_superuser("olga@example.org", name="Olga")
    return _browser("olga@example.org")


def _contract_step(session: Session) -> int:
    return next(index for index, item in enumerate(session.load().agenda) if item.key == "contract")


def _browser(email: str) -> Client:
    http = Client()
    http.force_login(User.objects.get(email=email))
    return http


def _url(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:codev_sessions_{model.__name__.lower()}_{page}", args=args)


def _pages(model: type[models.Model]) -> list[str]:
    """The list, and the pages of some rows: all of the present session, which was written last."""
    rows = model._default_manager.order_by("-pk") if model is JournalEntry else model._default_manager.all()
    return [_url(model, "changelist"), *(_url(model, "change", row.pk) for row in rows[:12])]


def _secrets(session: Session) -> list[str]:
    """Whatever must not be read: words, ways in, keys, in each form that a page could print them."""
    sealed = bytes(session.contributions.get().sealed_text)
    wrapped = bytes(ContentKey.objects.get(owner=session.pk).wrapped)
    entries = list(session.journal.all())
    return [
        WORDS,
        session.screen_secret,
        session.screen_secret_hash,
        session.room_code_hash,
        "client_only",
        *(form for blob in (sealed, wrapped) for form in (blob.hex(), repr(blob), repr(memoryview(blob)))),
        *(secret for entry in entries for secret in (str(entry.key), entry.fingerprint)),
    ]


@pytest.mark.parametrize("model", SHOWN)
def test_an_operator_reads_every_page_and_nothing_secret(
    operator: Client, session: Session, model: type[models.Model]
) -> None:
    for url in _pages(model):
        answer = operator.get(url)
        page = answer.content.decode()
        assert answer.status_code == 200, url
        assert [secret for secret in _secrets(session) if secret in page] == []


def test_a_session_s_page_says_how_far_it_got_and_who_came(operator: Client, session: Session) -> None:
    assert (session.phase_runs.count(), session.attendances.count()) == (2, 2)

    page = operator.get(_url(Session, "change", session.pk)).content.decode()

    assert "Léa Fontaine" in page
    assert "contract" in page
    assert str(session.revision) in page


def test_no_other_rows_of_sessions_have_a_page() -> None:
    shown = {model for model in apps.get_app_config("codev_sessions").get_models() if site.is_registered(model)}
    assert shown == set(SHOWN)


@pytest.mark.parametrize("model", SHOWN)
def test_what_could_tell_or_open_is_no_field(model: type[models.Model]) -> None:
    page = site.get_model_admin(model)
    assert HIDDEN & {*page.fields, *page.list_display, *page.search_fields} == set()


@pytest.mark.parametrize("model", SHOWN)
def test_nothing_is_added_changed_or_deleted(operator: Client, session: Session, model: type[models.Model]) -> None:
    row = model._default_manager.all()[0]
    before = list(model._default_manager.order_by("pk").values())
    posts = [
        (_url(model, "add"), {}),
        (_url(model, "change", row.pk), {"status": "closed", "revision": 99, "owner": str(uuid4())}),
        (_url(model, "delete", row.pk), {"post": "yes"}),
        (_url(model, "changelist"), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}),
    ]

    answers = [operator.post(url, fields).status_code for url, fields in posts]

    assert answers[:3] == [403, 403, 403]
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("model", SHOWN)
def test_a_facilitator_is_refused_and_a_stranger_asked_to_sign_in(session: Session, model: type[models.Model]) -> None:
    facilitator, stranger = _browser("claire@demo.invalid"), Client()

    for url in _pages(model):
        assert facilitator.get(url, follow=True).status_code == 403
        assert stranger.get(url, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))


def test_staff_without_the_right_to_look_sees_nothing(session: Session) -> None:
    User.objects.create_user("otto@example.org", name="Otto", is_staff=True)
    otto = _browser("otto@example.org")

    assert {otto.get(url).status_code for model in SHOWN for url in _pages(model)} == {403}
