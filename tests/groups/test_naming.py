"""What people are called: proposed, told apart, and compared by how they look."""

from __future__ import annotations

import pytest

from groups.likeness import is_blank, look_alike, to_the_eye
from groups.naming import CALLED_MAX, initials, is_taken_for, listed, parts, proposed, told_apart

TABLE = (
    # name, what to call them, the family name, two letters
    ("Jean-Pierre Martin", "Jean-Pierre", "Martin", "JM"),
    ("Sophie", "Sophie", "", "SO"),
    ("Jean-Baptiste", "Jean-Baptiste", "", "JB"),
    ("", "", "", ""),
    # Family names in capitals, before or after; all in capitals tells nothing.
    ("MARTIN Jeanne", "Jeanne", "MARTIN", "JM"),
    ("Jeanne MARTIN", "Jeanne", "MARTIN", "JM"),
    ("JEANNE MARTIN", "Jeanne", "MARTIN", "JM"),
    ("ÉLISE", "Élise", "", "ÉL"),
    ("DE LA TOUR Jeanne", "Jeanne", "DE LA TOUR", "JL"),
    ("Jeanne de LA TOUR", "Jeanne", "de LA TOUR", "JL"),
    ("Anne-Marie LE BIHAN", "Anne-Marie", "LE BIHAN", "AL"),
    ("LE BIHAN Anne Marie", "Anne", "LE BIHAN", "AL"),
    ("D’ARTAGNAN Charles", "Charles", "D’ARTAGNAN", "CD"),
    ("Иван ПЕТРОВ", "Иван", "ПЕТРОВ", "ИП"),
    # With a comma, the family name first.
    ("Martin, Jeanne", "Jeanne", "Martin", "JM"),
    ("Martin, Dr Jeanne", "Jeanne", "Martin", "JM"),
    ("Martin,", "Martin", "", "MA"),
    # Titles are left out, unless nothing but a family name would be left; so are remarks.
    ("Dr Sophie Bernard", "Sophie", "Bernard", "SB"),
    ("Pr. Sophie Bernard", "Sophie", "Bernard", "SB"),
    ("Dr Bernard", "Dr Bernard", "", "DB"),
    ("Mme de La Fayette", "Mme de La Fayette", "", "MF"),
    ("Jeanne Martin (RH)", "Jeanne", "Martin", "JM"),
    # Particles.
    ("de la Tour Jeanne", "Jeanne", "de la Tour", "JL"),
    ("Marie-Charlotte de La Rochefoucauld", "Marie-Charlotte", "de La Rochefoucauld", "ML"),
    ("Vincent van Gogh", "Vincent", "van Gogh", "VG"),
    ("Le Goff Yann", "Yann", "Le Goff", "YL"),
    ("Le Goff", "Le Goff", "", "LG"),
    # Vietnamese: the family name first, the given name last.
    ("LE ANH Thi", "Thi", "LE ANH", "TL"),
    ("LE ANH THI", "Thi", "LE ANH", "TL"),
    ("Nguyễn Văn An", "An", "Nguyễn Văn", "AN"),
    ("NGUYEN Van An", "An", "NGUYEN", "AN"),
    ("Paul Nguyen", "Paul", "Nguyen", "PN"),
    ("Marie Anne NGUYEN", "Marie", "NGUYEN", "MN"),
    ("NG Wei", "Wei", "NG", "WN"),
    # Spanish: two family names.
    ("María García López", "María", "López", "ML"),
    ("GARCÍA LÓPEZ María José", "María", "GARCÍA LÓPEZ", "MG"),
    ("García López, María", "María", "García López", "MG"),
    # Initials alone call nobody.
    ("J. Martin", "J. Martin", "Martin", "JM"),
    ("JP Martin", "JP Martin", "Martin", "JM"),
    # Given names of two words, other scripts.
    ("Abdel Karim Benali", "Abdel Karim", "Benali", "AB"),
    ("El Mehdi Alaoui", "El Mehdi", "Alaoui", "EA"),
    ("עומר לוי", "עומר", "לוי", "על"),
    ("王 小明", "王 小明", "", "王小"),
)


@pytest.mark.parametrize(("name", "called", "family", "letters"), TABLE)
def test_what_to_call_somebody_is_proposed_from_the_name(name: str, called: str, family: str, letters: str) -> None:
    assert (parts(name).called, parts(name).family) == (called, family)
    assert initials(name, called) == letters


def test_a_proposal_has_room_where_it_is_kept() -> None:
    assert len(proposed("X" * 80)) == CALLED_MAX


def test_two_who_are_called_alike_are_told_apart() -> None:
    names = ["Marie Dupont", "LEROY Marie", "LE ANH Thi", "Paul"]
    assert told_apart([(name, proposed(name)) for name in names]) == ["Marie D.", "Marie L.", "Thi", "Paul"]


def test_equal_still_they_have_their_full_names() -> None:
    people = [("Marie Dupont", "Marie"), ("Marie Durand", "marie"), ("Léa Roy", "Léa"), ("Lea", "Lea")]
    assert told_apart(people) == ["Marie Dupont", "Marie Durand", "Léa R.", "Lea"]


def test_who_asked_to_be_called_so_keeps_it_beside_an_initial_that_is_the_same() -> None:
    people = [("Anne Roy", "Marie D."), ("Marie Dupont", "Marie"), ("Marie Leroy", "Marie")]
    assert told_apart(people) == ["Marie D.", "Marie Dupont", "Marie L."]


@pytest.mark.parametrize(
    "other",
    ["Lea Fontaine", "LÉA FONTAINE", "fontaine léa", "Léa  Fontaine", "Léa-Fontaine", "LéaFontaine", "Fontaine, Lea"],
)
def test_names_that_are_taken_for_each_other_look_alike(other: str) -> None:
    assert look_alike(other, "Léa Fontaine")


@pytest.mark.parametrize("other", ["Léo Fontaine", "Léa", "Léa Fontanes", ""])
def test_others_do_not(other: str) -> None:
    assert not look_alike(other, "Léa Fontaine")


def test_letters_with_strokes_are_folded_too() -> None:
    assert look_alike("Đặng Văn Sơn", "Dang Van Son")
    assert look_alike("Søren Œrsted", "soren oersted")


def test_letters_of_another_alphabet_that_are_drawn_alike_are_folded_too() -> None:
    assert look_alike("L\u0435\u0430 Fontaine", "Léa Fontaine")
    assert look_alike("\u0410\u041c\u0391", "Ama")
    assert not look_alike("\u0411\u043e\u0440\u0438\u0441", "\u0411\u043e\u0440\u0438\u0441\u0430")


def test_somebody_may_be_taken_for_another_by_what_was_asked_to_be_called() -> None:
    assert is_taken_for("Lea Fontaine", "Lea", "Léa Fontaine")
    assert is_taken_for("Zoé Roy", "Lea Fontaine", "Léa Fontaine")
    # Not by what a name proposes: many are called Léa.
    assert not is_taken_for("Léa Roy", "Léa", "Léa")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Isabelle", "lsabelle"),
        ("Bernard", "Bemard"),
        ("Olga", "0lga"),
        ("Amina", "\u13aamina"),  # Cherokee
        ("Chloé", "Chl\u0585é"),  # Armenian
        ("Chloé", "\uff23hl\u043e\u034fé\u3164"),
        ("\u039d\u0399\u039a\u039f\u03a3", "\u03bd\u03b9\u03ba\u03bf\u03c2"),  # Greek, in capitals and small
        ("\u0431\u043e\u0440\u0438\u0441", "\u0411\u041e\u0420\u0418\u0421"),
    ],
)
def test_names_are_compared_by_what_their_letters_are_drawn_like(one: str, other: str) -> None:
    assert look_alike(one, other)
    assert look_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marc", "Mark"),
        ("Léa", "Lia"),
        ("\u0627\u0628\u0648", "lbo"),
        ("\u05e1\u05d5", "ol"),
        ("Anna", "\u0410\u043d\u043d\u0430"),
    ],
)
def test_other_names_are_others(one: str, other: str) -> None:
    """Letters of Arabic and Hebrew are no Latin ones to who reads them."""
    assert not look_alike(one, other)


def test_what_is_the_very_same_to_the_eye_keeps_its_accents() -> None:
    assert to_the_eye("Chl\u043e\u00e9 Martin") == to_the_eye("CHLOÉ martin") == "chloé martin"
    assert to_the_eye("Chloe Martin") != to_the_eye("Chloé Martin")


def test_a_blank_name_is_one_in_which_nothing_can_be_read() -> None:
    assert all(map(is_blank, ("", " ", "\u3164", "\u034f", "\u2800", "\ufe0f", "\u0301", "´", "…", "\U000e0020")))
    assert not any(map(is_blank, ("Ng", "7", "王", "🌸", "עדי")))


def test_two_of_one_name_are_listed_with_what_they_are_called() -> None:
    people = [("Marie Durand", "Marie"), ("MARIE DURAND", "Marie 2"), ("Paul", "Paul")]
    assert listed(people) == ["Marie Durand (Marie)", "MARIE DURAND (Marie 2)", "Paul"]
    assert is_taken_for("Maria Durand", "Maria", "Maria Durand (Marie 2)")
