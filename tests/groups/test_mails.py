"""Mails leave beside the request, by a real mail server: made when they leave, tried again, given up, counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from codev import worker
from groups.mails import mail_account
from groups.models import Mail, Participant, PersonalLink, User
from tests.groups.conftest import Arrive, Atelier, url
from tests.mails import CONFIRM, ask, code_in, comes_in, delivered, rows, text_of
from tests.services import free_port
from tests.smtp import Post


def test_a_code_is_made_when_it_leaves_and_neither_it_nor_the_address_is_kept(claire: User, by_post: Post) -> None:
    http = ask(claire)
    assert (Mail.objects.get().code_hash, by_post.letters) == ("", [])
    worker.drain()
    (letter,) = by_post.letters
    code = code_in(letter)
    assert (letter["To"], letter["Message-ID"]) == (claire.email, f"<{Mail.objects.get().pk}@127.0.0.1>")
    assert [word for word in (claire.email, "Claire", code, code.replace("-", "")) if word in rows()] == []
    assert not comes_in(http, str(Mail.objects.get().pk))
    assert comes_in(http, code.lower().replace("-", " "))
    # Once.
    assert Mail.objects.get().code_hash == ""


def test_a_link_is_made_when_it_leaves(atelier: Atelier, arrive: Arrive, by_post: Post) -> None:
    arrive(atelier.amina).post(url("mail_link", atelier.group.pk, atelier.karim.pk))
    assert not PersonalLink.objects.exists()
    worker.drain()
    (letter,) = by_post.letters
    token = text_of(letter).split("/join/")[1].split("/")[0]
    assert PersonalLink.objects.with_token(token).get().participant == atelier.karim
    assert [word for word in (atelier.karim.email, "Karim", token) if word in rows()] == []


@pytest.mark.django_db
def test_nothing_is_sent_where_there_is_no_account_and_nothing_stays(by_post: Post) -> None:
    http = ask("nobody@example.org")
    http.post(CONFIRM, {"action": "resend"})
    assert Mail.objects.count() == 2
    worker.drain()
    assert (by_post.letters, Mail.objects.count()) == ([], 0)


def test_what_fails_is_tried_again_after_growing_pauses_until_it_is_too_late(claire: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    pauses: list[timedelta] = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(claire)
        while Mail.objects.waiting().exists():
            worker.drain()
            for task in DBTaskResult.objects.filter(status="READY"):
                pauses.append(task.run_after - timezone.now())
                clock.move_to(task.run_after)
    assert [pause.seconds for pause in pauses] == [5, 15, 45, 135, 405]
    failed = Mail.objects.get()
    assert (failed.fault, failed.attempts) == ("ConnectionRefusedError", 6)
    assert failed.failed_at < failed.expires_at


def test_a_mail_server_that_comes_back_gets_it_once(claire: User, by_post: Post) -> None:
    by_post.refused = lambda _recipient: "451 come back later"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        http = ask(claire)
        worker.drain()
        assert (by_post.letters, Mail.objects.get().fault) == ([], "SMTPRecipientsRefused")
        by_post.refused = lambda _recipient: ""
        worker.drain()
        assert by_post.letters == []
        for _ in range(3):
            clock.shift(10)
            worker.drain()
        (letter,) = by_post.letters
        assert comes_in(http, code_in(letter))


def test_a_code_that_is_too_old_is_not_sent_any_more(claire: User, by_post: Post) -> None:
    ask(claire)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        worker.drain()
    assert (by_post.letters, Mail.objects.get().fault) == ([], "expired")


def test_an_address_that_the_server_does_not_know_is_given_up_and_its_facilitator_told(
    atelier: Atelier, arrive: Arrive, by_post: Post
) -> None:
    by_post.refused = lambda _recipient: "550 no such user"
    http, page = arrive(atelier.amina), url("member", atelier.group.pk, atelier.karim.pk)
    http.post(url("mail_link", atelier.group.pk, atelier.karim.pk))
    assert http.get(page).context["invitation"].refused_at is None
    worker.drain()
    assert Mail.objects.get().failed_at
    assert http.get(page).context["invitation"].reason == "unknown"
    http.post(url("mail_link", atelier.group.pk, atelier.karim.pk))
    assert http.get(page).context["invitation"].refused_at is None


def test_a_server_that_hangs_up_once_it_took_a_mail_gets_it_once(claire: User, by_post: Post) -> None:
    by_post.hangs_up = "after answering"
    ask(claire)
    worker.drain()
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        worker.drain()
    assert (len(by_post.letters), Mail.objects.waiting().count()) == (1, 0)


def test_a_mail_of_which_we_do_not_know_whether_it_was_taken_comes_again_the_same(claire: User, by_post: Post) -> None:
    """The same Message-ID, by which readers fold the two, and the same code, whichever of them is kept."""
    by_post.hangs_up = "before answering"
    http = ask(claire)
    worker.drain()
    by_post.hangs_up = ""
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        worker.drain()
        first, second = by_post.letters
        assert first["Message-ID"] == second["Message-ID"]
        assert text_of(first) == text_of(second)
        assert comes_in(http, code_in(first))


def test_links_that_come_twice_are_one(atelier: Atelier, arrive: Arrive, by_post: Post) -> None:
    by_post.hangs_up = "before answering"
    arrive(atelier.amina).post(url("mail_link", atelier.group.pk, atelier.karim.pk))
    worker.drain()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        worker.drain()
    first, second = by_post.letters
    assert text_of(first) == text_of(second)
    assert PersonalLink.objects.count() == 1


def test_a_mail_whose_sender_was_killed_leaves(claire: User) -> None:
    ask(claire)
    begun = {"status": "RUNNING", "started_at": timezone.now() - timedelta(minutes=4)}
    DBTaskResult.objects.update(**begun)
    worker.look_after()
    assert delivered() == []
    DBTaskResult.objects.update(started_at=begun["started_at"] - timedelta(minutes=2))
    worker.look_after()
    assert len(delivered()) == 1


def test_a_mail_that_was_taken_is_not_sent_again_though_its_sender_was_killed(claire: User) -> None:
    ask(claire)
    assert len(delivered()) == 1
    DBTaskResult.objects.update(status="READY")
    assert len(delivered()) == 1


def test_what_is_done_is_forgotten_after_a_day(claire: User, by_post: Post) -> None:
    ask(claire)
    worker.drain()
    worker.look_after()
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (1, 1)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        worker.look_after()
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_the_operator_reads_what_waits_and_fails_and_of_nobody(
    claire: User, by_post: Post, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.CODEV_METRICS_TOKEN = "token"
    by_post.refused = lambda recipient: "451 later" if "claire" in recipient else ""
    User.objects.create_superuser("op@example.org", name="Op")
    for who in (claire, "op@example.org"):
        ask(who)
    worker.drain()

    metrics = Client().get("/metrics", headers={"Authorization": "Bearer token"}).content.decode()
    numbers: dict[str, Any] = dict(line.rsplit(" ", 1) for line in metrics.splitlines() if "codev_mail" in line)
    assert [numbers[f'codev_mails{{state="{state}"}}'] for state in ("waiting", "sent", "failed")] == [
        "1.0",
        "1.0",
        "0.0",
    ]
    assert float(numbers["codev_mail_oldest_seconds"]) > 0
    with pytest.raises(SystemExit):
        call_command("mails")
    said = capsys.readouterr().out
    assert said.startswith("waiting: 1, the oldest since ")
    assert "SMTPRecipientsRefused after 1 attempts, is tried again" in said
    operator = Client()
    operator.force_login(User.objects.get(is_staff=True))
    listed = operator.get("/admin/codev_groups/mail/").content.decode()
    row = operator.get(f"/admin/codev_groups/mail/{Mail.objects.waiting().get().pk}/change/").content.decode()
    assert "SMTPRecipientsRefused" in listed
    assert [page for page in (listed, row, said, metrics) if "claire" in page.lower()] == []


def test_who_had_an_address_is_written_to_there_and_it_is_not_kept(claire: User, by_post: Post) -> None:
    mail_account("account/email/password_reset_key", "claire.before@example.org", owner=claire)
    assert "claire.before" not in rows()
    worker.drain()
    assert [letter["To"] for letter in by_post.letters] == ["claire.before@example.org"]
    assert bytes(Mail.objects.get().elsewhere) == b""


def test_addresses_of_people_gone_are_written_to_no_more(atelier: Atelier, arrive: Arrive) -> None:
    arrive(atelier.amina).post(url("mail_link", atelier.group.pk, atelier.karim.pk))
    ask(atelier.amina)
    Participant.objects.filter(pk=atelier.karim.pk).update(email="")
    User.objects.filter(pk=atelier.amina.pk).update(is_active=False)
    assert (delivered(), Mail.objects.count()) == ([], 0)
