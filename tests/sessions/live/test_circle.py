"""The circle keeps its seats, halos and names apart, from three people to a full room."""

from itertools import combinations
from math import hypot

import pytest

from groups.naming import proposed
from sessions.live.regions.drawing import CROWD, LETTER, MIDDLE, NEAR, ORBIT, DrawnSeat, PersonToDraw, arrange, seats
from sessions.live.snapshot.names import short_names

LONGEST = "Bartholomeusz"
RING = 117
LONGEST_WIDTH = len(LONGEST) * LETTER
Box = tuple[float, float, float, float]


def label(seat: DrawnSeat) -> Box:
    half = LONGEST_WIDTH / 2
    x, y = seat.x + seat.name_x, seat.y + seat.name_y
    return (x - half, y - 11, x + half, y + 3)


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def distance(box: Box, x: float, y: float) -> float:
    nearest_x, nearest_y = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
    return hypot(x - nearest_x, y - nearest_y)


def a_table_of_long_names(count: int) -> tuple[DrawnSeat, ...]:
    return arrange([PersonToDraw(str(i), f"{chr(65 + i)}{LONGEST[1:]}") for i in range(count)]).seats


@pytest.mark.parametrize("count", range(3, CROWD + 1))
def test_long_names_never_meet(count: int) -> None:
    labels = [label(seat) for seat in a_table_of_long_names(count)]

    assert all(apart(one, other) for one, other in combinations(labels, 2))


@pytest.mark.parametrize("count", range(3, CROWD + 1))
def test_a_long_name_never_touches_another_seat_nor_the_ring(count: int) -> None:
    table = a_table_of_long_names(count)

    for seat in table:
        assert distance(label(seat), MIDDLE, MIDDLE) > RING
        assert all(distance(label(seat), other.x, other.y) > other.r for other in table if other is not seat)


@pytest.mark.parametrize("count", range(3, 31))
def test_halos_of_neighbours_never_meet(count: int) -> None:
    table = a_table_of_long_names(count)

    for one, other in combinations(table, 2):
        assert hypot(one.x - other.x, one.y - other.y) > one.halo_r + other.r


@pytest.mark.parametrize("count", range(1, 31))
def test_the_first_seat_is_at_the_bottom_and_the_next_ones_go_clockwise(count: int) -> None:
    places = seats(count)

    assert (places[0].x, places[0].y) == (MIDDLE, MIDDLE + (ORBIT if count <= CROWD else NEAR))
    assert count < 3 or places[1].x < MIDDLE


def test_the_client_has_a_larger_seat_and_the_same_place() -> None:
    plain = arrange([PersonToDraw("a", "Amina"), PersonToDraw("b", "Bruno"), PersonToDraw("c", "Chloé")])
    leading = arrange(
        [PersonToDraw("a", "Amina", role="client"), PersonToDraw("b", "Bruno"), PersonToDraw("c", "Chloé")]
    )

    assert leading.client is not None
    assert leading.client.r == plain.seats[0].r + 2
    assert (leading.client.x, leading.client.y) == (plain.seats[0].x, plain.seats[0].y)


def test_hands_come_in_their_order_and_the_speaker_is_known() -> None:
    circle = arrange(
        [
            PersonToDraw("a", "Amina", hand=2),
            PersonToDraw("b", "Bruno", speaks=True),
            PersonToDraw("c", "Chloé", hand=1),
        ]
    )

    assert [seat.name for seat in circle.hands] == ["Chloé", "Amina"]
    assert circle.speaker is not None
    assert circle.speaker.name == "Bruno"


def test_only_a_crowd_loses_its_names() -> None:
    assert not arrange([PersonToDraw(str(i), "Amina") for i in range(CROWD)]).crowded
    assert arrange([PersonToDraw(str(i), "Amina") for i in range(CROWD + 1)]).crowded


def test_names_are_shortened_to_what_tells_people_apart() -> None:
    names = ["Marie-Charlotte de La Rochefoucauld", "Jean Morel", "Jean Petit", "Léa", "Maximilianus Augustus"]

    assert short_names([(name, proposed(name)) for name in names]) == [
        "M.-Charlotte",
        "Jean M.",
        "Jean P.",
        "Léa",
        "Maximilianus",
    ]


def test_what_is_still_too_long_ends_in_an_ellipsis() -> None:
    assert short_names([("Ada", "Wolfeschlegelsteinhausen")]) == ["Wolfeschlege…"]


def test_a_seat_shows_what_its_person_is_called() -> None:
    (thi, paul) = arrange([PersonToDraw("a", "LE ANH Thi"), PersonToDraw("b", "Paul Le Goff", "Polo")]).seats

    assert (thi.short, thi.initials) == ("Thi", "TL")
    assert (paul.short, paul.initials, paul.name) == ("Polo", "PL", "Paul Le Goff")


def test_somebody_without_a_name_has_a_seat() -> None:
    assert arrange([PersonToDraw("a", "")]).seats[0].short == ""
