"""Small words that were wrong: contractions before a role, minimums that are said, dates refused at the field."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from sessions.forms.door import NowForm
from sessions.forms.paper import PaperForm
from sessions.forms.plan import PlanForm
from sessions.live.regions.guiding import unnamed
from sessions.models.protocols import offer, offered
from tests.sessions.cast.evening import Evening
from tests.sessions.cast.past import PARIS

UNCONTRACTED = re.compile(r"\b(à|de) les? (client|pair)", re.I)


def test_french_contracts_before_the_client_in_every_protocol() -> None:
    said = []
    for key in offered():
        for step in offer(key).steps:
            texts = (
                step.purpose,
                *step.prompts,
                *(t for card in step.cards.values() for t in (card.expect, card.refrain)),
            )
            said += [unnamed(text.given("fr"), "fr") for text in texts]
    assert [text for text in said if UNCONTRACTED.search(text) or "{client}" in text] == []
    assert any("au client" in text for text in said)
    assert unnamed("À {client}. De {client}, de {client}.", "fr") == "Au client. Du client, du client."


def test_the_run_sheet_contracts_too(evening: Evening) -> None:
    page = evening.browser("claire", language="fr").get(evening.path("sheet/")).content.decode()
    assert "client" in page
    assert not UNCONTRACTED.search(page)


def test_no_french_sentence_puts_a_preposition_before_an_article() -> None:
    from codev.messages import read

    texts = [text for one in read("fr") for text in ([one.string] if isinstance(one.string, str) else one.string)]
    assert [text for text in texts if re.search(r"\b(à|de) les? (client|group|pair|séance)", text)] == []


@pytest.mark.parametrize("form", ["plan", "paper"])
def test_a_date_on_the_wrong_side_is_refused_at_its_field_and_what_was_typed_stays(evening: Evening, form: str) -> None:
    days = -1 if form == "plan" else 1
    typed = timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
    field = "scheduled_at" if form == "plan" else "began_at"
    data = {field: typed, "minutes": "77", "protocol_key": "codev-classique", "rounds": "2"}
    people = list(evening.group.participants.all())
    bound = PlanForm(data, zone=PARIS) if form == "plan" else PaperForm(data, zone=PARIS, people=people, initial={})
    assert len(bound.errors[field]) == 1
    assert (bound[field].value(), bound["minutes"].value()) == (typed, "77")


def test_a_session_is_planned_for_the_present_hour_at_the_earliest() -> None:
    def errors(minutes: int) -> bool:
        at = timezone.localtime(timezone.now() - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")
        return "scheduled_at" in PlanForm({"scheduled_at": at, "protocol_key": "codev-classique"}, zone=PARIS).errors

    assert [errors(0), errors(20), errors(40)] == [False, False, True]


def test_the_past_is_added_where_it_is_past(evening: Evening) -> None:
    address = reverse("sessions:group", args=[evening.group.pk])
    http = evening.browser("claire", language="fr")
    session = evening.session
    link = reverse("sessions:afterwards", args=[session.pk])
    assert link not in http.get(address).content.decode()
    session.scheduled_at = timezone.now() - timedelta(hours=3)
    session.save()
    assert link in http.get(address).content.decode()


def test_start_now_says_how_long_it_takes_at_least() -> None:
    form = NowForm({"minutes": "20", "rounds": "6"})
    with translation.override("en"):
        (said,) = form.errors["minutes"]
    least = int(re.findall(r"\d+", said)[0])
    assert NowForm({"minutes": str(least), "rounds": "6"}).is_valid()
    assert not NowForm({"minutes": str(least - 5), "rounds": "6"}).is_valid()
