"""People pasted, looked at line by line, and added once."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from groups import commands
from groups.models import Group
from groups.pasting import PastedPerson
from tests.groups.conftest import Arrive, Atelier, url
from tests.names import unnamed

pytestmark = pytest.mark.usefixtures("in_english")


class Fields(HTMLParser):
    """What a browser would send of a page's form that adds people."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.is_inside = (found["action"] or "").endswith("members/add/")
        is_unticked = found.get("type") == "checkbox" and "checked" not in found
        if tag == "input" and self.is_inside and found.get("name") and not is_unticked:
            self.sent[str(found["name"])] = found.get("value") or ("on" if "checked" in found else "")


def look(http: Client, group: Group, pasted: str) -> dict[str, str]:
    page = http.post(url("members", group.pk), {"people": pasted})
    assert page.status_code == 200
    return Fields(page.content.decode()).sent


def add(http: Client, group: Group, sent: dict[str, str]) -> Any:
    return http.post(url("add_members", group.pk), sent)


def there(group: Group) -> list[tuple[str, str, str]]:
    return [(one.name, one.known_as, one.email) for one in group.participants.current()[2:]]


def test_pasted_people_are_looked_at_and_then_join(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    sent = look(http, atelier.group, "ROSSI, Omar <omar@exemple.fr>;\r\nAna\r\nzed@exemple.fr")
    assert there(atelier.group) == []
    assert add(http, atelier.group, sent).url == f"/groups/{atelier.group.pk}/"
    assert there(atelier.group) == [
        ("Omar Rossi", "Omar", "omar@exemple.fr"),
        ("Ana", "Ana", ""),
        ("Zed", "Zed", "zed@exemple.fr"),
    ]


def test_doubtful_lines_stand_first_with_number_and_reason(atelier: Atelier, arrive: Arrive) -> None:
    pasted = "Omar <omar@exemple.fr>\nAna <ana@exemple,fr>"
    page = arrive(atelier.amina).post(url("members", atelier.group.pk), {"people": pasted})
    preview = page.context["preview"]
    assert [(form.line.number, form.reasons) for form in preview.doubtful] == [
        (2, ["This address cannot be read: correct it, or take it out."])
    ]
    text = unnamed(page.content.decode())
    assert text.index("Line 2") < text.index("Line 1")
    assert 'value="ana@exemple,fr"' in text


def test_a_second_press_adds_nobody_twice(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    sent = look(http, atelier.group, "Omar <omar@exemple.fr>\nMarie Durand\nMarie Durand <m2@exemple.fr>")
    for _press in range(2):
        assert add(http, atelier.group, sent).status_code == 302
    assert there(atelier.group) == [
        ("Omar", "Omar", "omar@exemple.fr"),
        ("Marie Durand", "Marie", ""),
        ("Marie Durand", "Marie 2", "m2@exemple.fr"),
    ]
    assert "were in the group already" in http.get(url("members", atelier.group.pk)).content.decode()


def test_what_was_corrected_counts_and_who_is_left_out_stays_out(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    sent = look(http, atelier.group, "omar@exemple.fr\nAna\nkarim <karim@exemple.fr>")
    assert "line-2-out" in sent
    add(http, atelier.group, sent | {"line-0-name": "Omar Rossi", "line-0-called": "Momo", "line-1-out": "on"})
    assert there(atelier.group) == [("Omar Rossi", "Momo", "omar@exemple.fr")]


@pytest.mark.parametrize(
    ("pasted", "changed", "field", "words"),
    [
        ("Omar", {"line-0-name": " "}, "name", "A name is missing."),
        ("Omar", {"line-0-name": "omar@exemple.fr"}, "name", "This is an address: write the person’s name."),
        ("Omar", {"line-0-name": "O" * 81}, "name", "This name is too long."),
        ("Omar", {"line-0-email": "omar@"}, "email", "An e-mail address cannot be read. Example: lea@example.org"),
        (
            "Omar",
            {"line-0-email": "karim@exemple.fr"},
            "email",
            "The e-mail of “Omar” is already used in this group, or stands twice in the list.",
        ),
        (
            "Omar",
            {"line-0-name": "KARIM", "line-0-called": ""},
            "called",
            "Somebody else has this name: say what to call each of them.",
        ),
        ("Omar", {"line-0-called": "O" * 41}, "called", "This is too long to be called by: 40 characters at most."),
    ],
)
def test_nothing_of_the_preview_is_trusted(
    atelier: Atelier, arrive: Arrive, pasted: str, changed: dict[str, str], field: str, words: str
) -> None:
    http = arrive(atelier.amina)
    page = add(http, atelier.group, look(http, atelier.group, f"{pasted}\nAna") | changed)
    assert page.status_code == 422
    (line,) = page.context["preview"].doubtful
    assert {name: [unnamed(one) for one in errors] for name, errors in line.errors.items()} == {field: [words]}
    assert next(iter(changed.values())) in page.content.decode()
    assert there(atelier.group) == []


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("---\n12", "Nobody was found in it. Paste names, or addresses, or both."),
        ("Ana\n" * 46, "More than 45 people stand in this list, and a group has at most 30."),
        ("Om\x00ar", "Null characters are not allowed."),
    ],
)
def test_what_is_no_list_is_said_at_the_field_and_kept(
    atelier: Atelier, arrive: Arrive, pasted: str, words: str
) -> None:
    page = arrive(atelier.amina).post(url("members", atelier.group.pk), {"people": pasted})
    assert (page.status_code, page.context["members_form"].errors["people"]) == (422, [words])
    assert pasted.strip().splitlines()[0] in page.content.decode()


def test_more_than_the_group_has_room_for_are_not_added(atelier: Atelier, arrive: Arrive, settings: Settings) -> None:
    settings.CODEV_PARTICIPANTS_MAX = 4
    http = arrive(atelier.amina)
    sent = look(http, atelier.group, "Omar\nAna\nZed")
    page = add(http, atelier.group, sent)
    assert (page.status_code, page.context["preview"].error) == (422, "A group has at most 4 participants.")
    assert add(http, atelier.group, sent | {"line-2-out": "on"}).status_code == 302
    assert [name for name, *_ in there(atelier.group)] == ["Omar", "Ana"]


def test_a_file_is_read_as_what_is_pasted(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    csv = SimpleUploadedFile("gens.csv", "Nom;Prénom;Mail\nROSSI;Élie;e@exemple.fr".encode("cp1252"))
    page = http.post(url("members", atelier.group.pk), {"people": "", "file": csv})
    add(http, atelier.group, Fields(page.content.decode()).sent)
    assert there(atelier.group) == [("Élie Rossi", "Élie", "e@exemple.fr")]


def test_a_file_that_cannot_be_read_says_so_at_its_field(atelier: Atelier, arrive: Arrive) -> None:
    http = arrive(atelier.amina)
    old = SimpleUploadedFile("gens.xls", bytes.fromhex("d0cf11e0a1b11ae1"))
    page = http.post(url("members", atelier.group.pk), {"people": "", "file": old})
    assert page.status_code == 422
    assert "old Excel file" in page.context["members_form"].errors["file"][0]


def test_many_people_fit_into_one_preview(
    atelier: Atelier, arrive: Arrive, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.CODEV_PARTICIPANTS_MAX = 60
    http = arrive(atelier.amina)
    pasted = "\n".join(f"{one}{other} Petit" for one in "ABCDEFGHI" for other in "abcde")
    with django_assert_num_queries(4):
        sent = look(http, atelier.group, pasted)
    add(http, atelier.group, sent)
    assert len(there(atelier.group)) == 45


def test_two_of_one_name_stay_told_apart(atelier: Atelier, arrive: Arrive) -> None:
    people = [PastedPerson("Marie Durand"), PastedPerson("Marie Durand", "", "Marie D.")]
    first, second = commands.add_pasted(group=atelier.group, people=people, by=atelier.amina)
    assert (first.known_as, second.known_as) == ("Marie", "Marie D.")
    http = arrive(atelier.amina)
    sent = {"name": "Marie Durand", "called": "marie", "email": ""}
    page = http.post(url("rename", atelier.group.pk, second.pk), sent)
    assert page.status_code == 422
    page = arrive(second).post(url("called", atelier.group.pk), {"called": "MARIE"})
    assert page.status_code == 422
    second.refresh_from_db()
    assert second.called == "Marie D."
