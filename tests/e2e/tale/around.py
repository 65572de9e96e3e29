"""Everything around a session: signing in, the group and its people, planning, paper, what does not exist."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from groups.models import CharterAcceptance, Organisation, SamePerson, User
from sessions.commands import plan_session
from sessions.demo import history
from sessions.demo.people import HR, ORGANISATION
from sessions.models import Session
from tests.e2e.album import AROUND
from tests.e2e.people import Person
from tests.e2e.tale.cast import ANA, LEA, Tale, phone_at


def tell(tale: Tale) -> None:
    stranger = tale.stranger()
    for path, name in (("/accounts/login/", "sign-in"), ("/accounts/login/code/", "code-request")):
        stranger.page.goto(tale.url + path)
        tale.take(stranger, name, "laptop", "phone", "tiny")
    stranger.page.fill("main input[type=email]", "claire@demo.invalid")
    stranger.page.locator("main form button.main").click()
    tale.take(stranger, "code-confirm", "laptop", "phone")
    what_does_not_exist(tale, stranger)
    group = str(tale.claire.page.locator("h1 a").get_attribute("href"))
    the_group(tale, group)
    planning(tale, group)
    members(tale, group)
    participants(tale)


def what_does_not_exist(tale: Tale, stranger: Person) -> None:
    for path, name in (("/nothing/", "404"), ("/join/nothing/", "join-closed")):
        stranger.page.goto(tale.url + path)
        tale.take(stranger, name, "laptop", "phone")
    tale.phone(LEA).page.goto(f"{tale.url}/history/")
    tale.take(tale.phone(LEA), "403", "phone", "laptop")


def the_group(tale: Tale, group: str) -> None:
    claire = tale.claire
    organisation = tale.evening.server.backstage(with_doubts)
    pages = {
        group: "group",
        "/": "home",
        f"{group}plan/": "plan",
        f"{group}members/": "members",
        f"{group}facilitators/": "facilitators",
        f"{group}charter/": "charter",
        f"{group}edit/": "group-edit",
        "/groups/new/": "group-new",
        f"/organisations/{organisation}/": "organisation",
        f"/sessions/{tale.evening.id}/sheet/": "sheet",
        f"/sessions/{tale.evening.id}/afterwards/": "afterwards",
    }
    tale.backstage(meets_every_three_weeks)
    for path, name in pages.items():
        claire.page.goto(tale.url + path)
        tale.take(claire, name, *AROUND)
        if name in ("home", "group"):
            tale.show(claire, name)
    claire.page.goto(tale.url + group)
    tale.show(claire, "group-phone", size="phone", scheme="dark")


def meets_every_three_weeks(session: Session) -> None:
    """A cycle of seven: two held, the next in five days, one of those to come called off; this one was not opened."""
    session.scheduled_at -= timedelta(days=1)
    # What other chapters have left under way would stand before it.
    Session.objects.filter(status__in=("open", "running")).update(status="cancelled")
    cycle = session.cycle.group.cycles.create(number=session.cycle.group.cycle.number + 1)
    morning = timezone.localtime().replace(hour=9, minute=30, second=0, microsecond=0)
    for place, status in enumerate(("closed", "closed", "planned", "planned", "cancelled", "planned", "planned")):
        planned = plan_session(
            cycle=cycle,
            scheduled_at=morning + timedelta(days=5 + 21 * (place - 2)),
            minutes=history.MINUTES,
            rounds=history.ROUNDS,
            protocol_key=history.PROTOCOL,
        )
        Session.objects.filter(pk=planned.pk).update(status=status)


def with_doubts() -> str:
    """The organisation, where HR may be a member of Claire's group, and of one that is none of hers."""
    organisation = Organisation.objects.get(name=ORGANISATION)
    sophie = User.objects.get(email=HR[0])
    organisation.codev_groups.get_or_create(name="Séance du 3 mars", is_passing=True)
    for group in organisation.codev_groups.filter(is_rehearsal=False):
        member = group.participants.first() or group.participants.create(name=HR[1], position=1)
        of_device = {"participant": member, "user": sophie, "ground": "device"}
        SamePerson.objects.get_or_create(**of_device, defaults={"group": group, "answer": "other"})
    return str(organisation.pk)


def planning(tale: Tale, group: str) -> None:
    page = tale.claire.page
    page.goto(f"{tale.url}{group}plan/")
    page.locator("details.rest > summary").click()
    page.fill("#id_minutes", "30")
    page.fill("#id_rounds", "9")
    page.locator("main form button.main").click()
    tale.take(tale.claire, "plan-refused", "laptop", "phone")


def members(tale: Tale, group: str) -> None:
    claire = tale.claire
    claire.page.goto(f"{tale.url}{group}members/{tale.id_of(LEA)}/")
    tale.take(claire, "member", "laptop", "phone")
    claire.page.locator("main button.main").first.click()
    tale.take(claire, "link", "laptop", "phone", "tiny")
    phone = phone_at(tale, claire.page.input_value("#personal-link"))
    tale.take(phone, "join", "phone", "tiny")


def participants(tale: Tale) -> None:
    lea = tale.phone(LEA)
    lea.page.goto(tale.url)
    tale.take(lea, "home-participant", *AROUND)
    ana = tale.id_of(ANA)
    tale.evening.server.backstage(lambda: CharterAcceptance.objects.filter(participant=ana).delete())
    phone = phone_at(tale, tale.evening.links["participants"][ANA]["url"])
    tale.take(phone, "charter-participant", "phone", "laptop", "tiny")
    phone.page.locator("main form button.main").click()
    phone.page.wait_for_url("**/sessions/**")
