"""Pasted lists of people, as they come out of mails, spreadsheets, word processors and heads."""

from __future__ import annotations

import pytest

from groups.pasting import LINES_MAX, Fault, PastedPerson, faults, first_fault, preview, read

ANNE, JOAO = ("Anne Le Goff", "anne@exemple.invalid"), ("João Almeida", "joao@exemple.invalid")
ANNE_MARIE, GUY = ("Anne-Marie Le Goff", "am.legoff@exemple.invalid"), ("Guy de La Tour", "guy@exemple.invalid")
BOTH = [ANNE, JOAO]

UNDERSTOOD = {
    "outlook, one line": (
        "LE GOFF, Anne-Marie <am.legoff@exemple.invalid>; ALMEIDA, João <joao@exemple.invalid>; "
        "de La Tour, Guy <guy@exemple.invalid>",
        [ANNE_MARIE, JOAO, GUY],
    ),
    "outlook, one a line": (
        "LE GOFF, Anne-Marie <am.legoff@exemple.invalid>;\nde La Tour, Guy <guy@exemple.invalid>;\n",
        [ANNE_MARIE, GUY],
    ),
    "gmail": ("Anne Le Goff <anne@exemple.invalid>, João Almeida <joao@exemple.invalid>, ", BOTH),
    "thunderbird": ('"Le Goff, Anne" <anne@exemple.invalid>, "Almeida, João" <joao@exemple.invalid>', BOTH),
    "apple mail": ("Anne Le Goff <anne@exemple.invalid>\nJoão Almeida <joao@exemple.invalid>", BOTH),
    "links of mails": (
        "Anne Le Goff <mailto:anne@exemple.invalid>; João Almeida <joao@exemple.invalid<mailto:joao@exemple.invalid>>",
        BOTH,
    ),
    "labels of a mail": (
        "À : Anne Le Goff <anne@exemple.invalid>\nCc : João Almeida <joao@exemple.invalid>\nObjet : séance",
        BOTH,
    ),
    "address first": ("anne@exemple.invalid (Anne Le Goff)\njoao@exemple.invalid (João Almeida)", BOTH),
    "french csv": (
        "Nom;Prénom;E-mail\r\nLE GOFF;Anne-Marie;am.legoff@exemple.invalid\r\nALMEIDA;João;joao@exemple.invalid\r\n",
        [ANNE_MARIE, JOAO],
    ),
    "more columns, other order": (
        "Service;Courriel;Prénom;Nom;Téléphone\nRH;anne@exemple.invalid;Anne;LE GOFF;06 12 34 56 78\n"
        ";joao@exemple.invalid;João;ALMEIDA;",
        BOTH,
    ),
    "english headings, commas": (
        "First name,Last name,Email address,Phone\nAnne,Le Goff,anne@exemple.invalid,1\n"
        "João,Almeida,joao@exemple.invalid,",
        BOTH,
    ),
    "civilities in a column": (
        "Civilité\tNom\tPrénom\tMail\n"
        "Mme\tLE GOFF\tAnne\tanne@exemple.invalid\nM.\tALMEIDA\tJoão\tjoao@exemple.invalid",
        BOTH,
    ),
    "a title and empty rows above": (
        "Participants 2026;;\n;;\nNom;Prénom;Mail\n"
        "LE GOFF;Anne;anne@exemple.invalid\n\nAlmeida;João;joao@exemple.invalid",
        BOTH,
    ),
    "three columns": ("Le Goff\tAnne\tanne@exemple.invalid\nAlmeida\tJoão\tjoao@exemple.invalid", BOTH),
    "three columns, given name first": (
        "Anne\tLe Goff\tanne@exemple.invalid\nJoão\tAlmeida\tjoao@exemple.invalid",
        BOTH,
    ),
    "three columns, a service": (
        "Anne Le Goff\tAchats\tanne@exemple.invalid\nJoão Almeida\tVentes\tjoao@exemple.invalid",
        BOTH,
    ),
    "quoted": ('"Anne Le Goff";"anne@exemple.invalid"\n"João Almeida";"joao@exemple.invalid"', BOTH),
    "word, bullets": ("• Anne Le Goff (anne@exemple.invalid)\n- João Almeida : joao@exemple.invalid", BOTH),
    "word, bullets and tabs": ("•\tAnne Le Goff (anne@exemple.invalid)\no\tJoão Almeida, joao@exemple.invalid", BOTH),
    "word, numbers": ("1. Anne Le Goff – anne@exemple.invalid\n2) João Almeida joao@exemple.invalid.", BOTH),
    "a table of a page": ("| Nom | Email |\n|---|---|\n| Anne Le Goff | anne@exemple.invalid |", [ANNE]),
    "civilities and capitals": (
        "Mme Anne LE GOFF <anne@exemple.invalid>\nDr João ALMEIDA <joao@exemple.invalid>",
        BOTH,
    ),
    "remarks": ("Anne Le Goff (RH) <anne@exemple.invalid>;\nJoão Almeida (absent) <joao@exemple.invalid>", BOTH),
    "spaces of all kinds": (
        "\ufeffAnne\u00a0Le\u202fGoff <\u200banne@exemple.invalid>\nJoa\u0303o Almeida\u00a0<joao@exemple.invalid>",
        BOTH,
    ),
    "names in turn with addresses": (
        "Anne Le Goff; anne@exemple.invalid; João Almeida; joao@exemple.invalid",
        BOTH,
    ),
    "spelt addresses": ("Anne Le Goff : anne (at) exemple [dot] invalid", [ANNE]),
    "addresses of all kinds": (
        "O’BRIEN, Sean <Sean.O.Brien+codev@Mail.Exemple.invalid>",
        [("Sean O’Brien", "sean.o.brien+codev@mail.exemple.invalid")],
    ),
    "particles": (
        "VAN DER BERG, Jan <jan@exemple.invalid>; DE LA TOUR, GUY <guy@exemple.invalid>",
        [("Jan van der Berg", "jan@exemple.invalid"), GUY],
    ),
    "a heading that says nothing of names": (
        "Qui vient ?;Adresse de messagerie\nAnne Le Goff;anne@exemple.invalid",
        [ANNE],
    ),
    "a title behind": ("LE GOFF, Anne, Dr <anne@exemple.invalid>", [ANNE]),
    "exports of contacts": (
        "Name,Given Name,Additional Name,Family Name,E-mail 1 - Value,Phone 1 - Value\n"
        "Anne Le Goff,Anne,,Le Goff,anne@exemple.invalid,+33",
        [ANNE],
    ),
    "roman numbers": ("i. Anne Le Goff anne@exemple.invalid\nii. João Almeida joao@exemple.invalid", BOTH),
    "right to left": ("\u202bדנה לוי\u202c <dana@exemple.invalid>", [("דנה לוי", "dana@exemple.invalid")]),
}


@pytest.mark.parametrize("form", UNDERSTOOD)
def test_a_list_is_understood_without_a_question(form: str) -> None:
    text, people = UNDERSTOOD[form]
    lines = read(text).lines
    assert [(line.name, line.email) for line in lines] == people
    assert [line.doubts for line in lines] == [()] * len(people)


WORLD = (
    "Jean-Baptiste de l’Épine",
    "María José Carreño Quiñones",
    "Ðorđe Žižek",
    "王小明",
    "محمد بن عبد الله",
    "O'Brien",
    "Nguyễn Thị Minh Khai",
    "Åsa Öberg",
    "X Æ A-12",
    "LE GOFF Anne",
    "Mme Durand",
    "Martin D.",
)


def test_names_of_the_world_are_kept_as_typed() -> None:
    assert [(line.name, line.doubts) for line in read("\n".join(WORLD)).lines] == [(name, ()) for name in WORLD]


DOUBTED = {
    "addresses alone": ("anne@exemple.invalid\njean-paul.petit2@exemple.invalid", ["Anne", "Jean-Paul Petit"]),
    "by semicolons": ("anne@exemple.invalid; leo@exemple.invalid", ["Anne", "Leo"]),
    "by commas": ("anne@exemple.invalid, leo@exemple.invalid", ["Anne", "Leo"]),
    "an address for a name": ("'anne@exemple.invalid' <anne@exemple.invalid>", ["Anne"]),
}


@pytest.mark.parametrize("form", DOUBTED)
def test_an_address_alone_proposes_a_name_and_names_nobody(form: str) -> None:
    text, names = DOUBTED[form]
    lines = read(text).lines
    assert [line.name for line in lines] == names
    assert {line.doubts for line in lines} == {("name_from_address",)}


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("contact@exemple.invalid", {1: ("name_missing",)}),
        (
            "Anne <anne@exemple.invalid>\nJoão <joao@exemple,invalid>\nZoé <zoe@exemple.invalid>\n"
            "Léo <leo@@exemple.invalid>",
            {2: ("email_unreadable",), 4: ("email_unreadable",)},
        ),
        (
            "Anne Petit, João Almeida <joao@exemple.invalid>",
            {1: ("comma_unclear", "no_address"), 2: ("comma_unclear",)},
        ),
        ("Anne, João, Zoé", {1: ("several_names",), 2: ("several_names",), 3: ("several_names",)}),
        ("Petit;Noor;zz@exemple.invalid", {1: ("order_unclear",)}),
        ("Nom;Mail;Mail 2\nAnne;a@exemple.invalid;b@exemple.invalid", {2: ("two_addresses",)}),
        ("Anne Le Goff\nanne@exemple.invalid", {1: ("address_below",)}),
        ("=A2&B2;joao@exemple.invalid", {1: ("formula",)}),
        ("JoÃ£o <joao@exemple.invalid>", {1: ("garbled",)}),
        ("Anne et João <anne@exemple.invalid>", {1: ("several_names",)}),
        ("Anne – Directrice – anne@exemple.invalid", {1: ("several_names",)}),
        ("Bonjour,\nAnne anne@exemple.invalid\nKarim", {1: ("no_address",), 3: ("no_address",)}),
        ("joao@exemple.invalid (Anne)", {1: ("name_after_address",)}),
    ],
)
def test_what_is_doubtful_is_said_at_its_line(text: str, reasons: dict[int, tuple[str, ...]]) -> None:
    assert {line.number: line.doubts for line in read(text).lines if line.doubts} == reasons


def test_an_address_on_another_line_is_nobody_elses() -> None:
    lines = read("Anne Le Goff\nKarim\nanne@exemple.invalid\njoao@exemple.invalid").lines
    assert [(line.name, line.email) for line in lines] == [
        ("Anne Le Goff", ""),
        ("Karim", ""),
        ("Anne", "anne@exemple.invalid"),
        ("Joao", "joao@exemple.invalid"),
    ]


def test_nobody_is_taken_for_a_heading() -> None:
    names = ["Léa Maillard", "Jean Courrier", "Nomé Prénomel"]
    assert [line.name for line in read("\n".join(names)).lines] == names
    assert [line.name for line in read("Maillard;Léa\nPetit;Jean").lines] == ["Léa Maillard", "Jean Petit"]


def test_what_is_nobody_is_named() -> None:
    reading = read("Liste des participants :\nNom;E-mail\n---\nAnne;anne@exemple.invalid\n06 12 34 56 78")
    assert [(left.number, left.typed) for left in reading.left] == [
        (1, "Liste des participants :"),
        (2, "Nom;E-mail"),
        (3, "---"),
        (5, "06 12 34 56 78"),
    ]


def test_a_list_without_end_is_cut() -> None:
    reading = read("Anne <anne@exemple.invalid>\n" * 10_000)
    assert (len(reading.lines), reading.is_cut) == (LINES_MAX, True)


def seen(text: str, *there: PastedPerson) -> list[tuple[str, str, bool]]:
    return [(line.name, line.called, line.is_out) for line in preview(read(text).lines, there)]


def reasons(text: str, *there: PastedPerson) -> list[tuple[str, ...]]:
    return [line.doubts for line in preview(read(text).lines, there)]


def test_two_people_of_one_name_are_called_differently() -> None:
    text = "Marie Durand;marie.d@exemple.invalid\nMarie Durand;marie.durand2@exemple.invalid"
    assert seen(text) == [("Marie Durand", "Marie", False), ("Marie Durand", "Marie 2", False)]
    assert reasons(text) == [("same_name",), ("same_name",)]


def test_who_stands_twice_or_is_there_already_is_left_out() -> None:
    karim = PastedPerson("Karim", "karim@exemple.invalid")
    assert seen("karim\nLéa\nLéa", karim) == [("karim", "karim 2", True), ("Léa", "Léa", False), ("Léa", "Léa 2", True)]
    assert reasons("karim\nLéa\nLéa", karim) == [("there",), (), ("twice",)]
    assert reasons("Karim <autre@exemple.invalid>", karim) == [("same_name",)]


def test_one_address_of_two_people_is_asked_about() -> None:
    text = "Anne;a@exemple.invalid\nBob;a@exemple.invalid"
    assert reasons(text) == [("email_taken",), ("email_taken",)]
    assert reasons("Anne;a@exemple.invalid", PastedPerson("Karim", "a@exemple.invalid")) == [("email_taken",)]


@pytest.mark.parametrize(
    ("people", "fault"),
    [
        ([PastedPerson("Karim"), PastedPerson("Léa", "lea@example.org")], None),
        ([PastedPerson("")], Fault("name_missing")),
        ([PastedPerson("K" * 80)], None),
        ([PastedPerson("K" * 81)], Fault("name_too_long", "K" * 81)),
        ([PastedPerson("karim@example.org")], Fault("name_is_address", "karim@example.org")),
        ([PastedPerson("Karim", "karim")], Fault("email_unreadable", "Karim")),
        ([PastedPerson("Karim"), PastedPerson("karim")], Fault("name_taken", "karim")),
        ([PastedPerson("Karim"), PastedPerson("Karim", called="Karim B.")], None),
        ([PastedPerson("Karim"), PastedPerson("Karim", called="KARIM")], Fault("name_taken", "Karim")),
        ([PastedPerson("ÉMILE")], Fault("name_taken", "ÉMILE")),
        ([PastedPerson("Karim", "a@b.fr"), PastedPerson("Léa", "A@b.fr")], Fault("email_taken", "Léa")),
        ([PastedPerson("Léa", "emile@example.org")], Fault("email_taken", "Léa")),
    ],
)
def test_the_first_fault_is_found(people: list[PastedPerson], fault: Fault | None) -> None:
    there = [PastedPerson("Émile", "emile@example.org"), PastedPerson("Omar")]
    assert first_fault(people, there) == fault


def test_each_person_has_a_fault_of_its_own() -> None:
    people = [PastedPerson(""), PastedPerson("Léa"), PastedPerson("Léa")]
    assert faults(people, []) == ["name_missing", "", "name_taken"]
