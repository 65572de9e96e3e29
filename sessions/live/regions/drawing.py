"""The geometry of the circle: where each seat stands and how its name is shortened.

Pure: people in, places out, in whole units of a 480 × 480 drawing (a fraction would be localised by templates).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from math import cos, pi, sin

from groups.naming import initials, proposed

from ..snapshot.names import NAME_LENGTH, short_names

SIZE = 480
MIDDLE = SIZE // 2
ORBIT = 172  # from the middle to the seats
NEAR, FAR = 150, 206  # where a crowd sits, in turn: nearer to the ring and further from it
CROWD = 14  # with more people, names no longer fit beside each other
MANY = 8  # with more, they do not fit in a small drawing
LONG = 8  # letters: of many people whose names are longer, they do not fit on a phone
CROWDED_RADIUS = 22  # of a seat: two letters, legible on a phone
HALO = 7  # what a halo needs around a seat
LETTER = 8  # the width of a letter, at most: labels are kept apart by it


@dataclass(frozen=True)
class SeatPosition:
    """Where a seat stands. Offsets of texts are from its middle; a long name may be moved outwards by `lean`."""

    x: int
    y: int
    r: int
    lean: int
    name_y: int
    role_y: int


@dataclass(frozen=True)
class PersonToDraw:
    """Somebody to be seated. Role is client, peer, observer, scribe or guide (a facilitator); `hand` counts from 1.

    `called` is "" for what the name proposes: accounts are called by it.
    """

    id: str
    name: str
    called: str = ""
    role: str = "peer"
    speaks: bool = False
    hand: int | None = None


@dataclass(frozen=True)
class DrawnSeat:
    """A person in a place, with all that the drawing needs."""

    id: str
    name: str
    short: str
    initials: str
    role: str
    speaks: bool
    hand: int | None
    place: int
    x: int
    y: int
    r: int
    halo_r: int
    corner: int
    lean: int
    overhang: int
    name_x: int
    name_y: int
    role_y: int
    hand_x: int
    hand_y: int

    @property
    def side(self) -> int:
        """The side of the square that marks the client, whose shape differs as well as the colour."""
        return 2 * self.r

    @property
    def halo_side(self) -> int:
        """The side of the halo around that square."""
        return 2 * self.halo_r

    @property
    def halo_corner(self) -> int:
        """The halo's corners follow those of the square."""
        return self.corner + self.halo_r - self.r


@dataclass(frozen=True)
class Circle:
    """The whole drawing; crowded when there is no room left for everybody's name."""

    seats: tuple[DrawnSeat, ...]

    @property
    def crowded(self) -> bool:
        """Whether initials alone are written."""
        return len(self.seats) > CROWD

    @property
    def many(self) -> bool:
        """Whether a small drawing has no room for names, only for initials."""
        return MANY < len(self.seats) <= CROWD

    @property
    def long(self) -> bool:
        """Whether a drawing of middling size has no room for the names of many."""
        return self.many and any(len(seat.short) > LONG for seat in self.seats)

    @property
    def client(self) -> DrawnSeat | None:
        """Whose subject it is."""
        return next((seat for seat in self.seats if seat.role == "client"), None)

    @property
    def speaker(self) -> DrawnSeat | None:
        """Who has the floor."""
        return next((seat for seat in self.seats if seat.speaks), None)

    @property
    def hands(self) -> tuple[DrawnSeat, ...]:
        """Who asks for the floor, in order."""
        return tuple(sorted((seat for seat in self.seats if seat.hand), key=lambda seat: seat.hand or 0))


def arrange(people: Sequence[PersonToDraw]) -> Circle:
    """Seat people in their order, clockwise, the first one at the bottom."""
    places = seats(len(people))
    called = [(person.name, person.called or proposed(person.name)) for person in people]
    labels = zip(short_names(called), starmap(initials, called), strict=True)
    seated = zip(people, labels, places, strict=True)
    return Circle(tuple(_seat(person, label, i, place) for i, (person, label, place) in enumerate(seated)))


def seats(count: int) -> list[SeatPosition]:
    """Evenly spread places, clockwise from the bottom."""
    if count <= CROWD:
        return [_place(pi / 2 + 2 * pi * i / count, ORBIT, _radius(count)) for i in range(count)]
    # An odd number leaves one place free: beside a near seat there is a far one.
    places = count + count % 2
    return [_place(pi / 2 + 2 * pi * i / places, (NEAR, FAR)[i % 2], CROWDED_RADIUS) for i in range(count)]


def _radius(count: int) -> int:
    """As large as neighbours and their halos allow, and no larger than what looks like a seat."""
    if count < 2:
        return 30
    # Half the way from a seat to its neighbour.
    return min(30, int(ORBIT * sin(pi / count)) - HALO - 13)


def _place(angle: float, orbit: int, r: int) -> SeatPosition:
    """Names stand outside the circle: over the seats of the upper half, under the others."""
    reach = r + HALO + 3
    across, down = round(orbit * cos(angle)), round(orbit * sin(angle))
    lean = (across > 0) - (across < 0)
    # No further than a label of the greatest length still stands within the drawing.
    lean *= min(40, MIDDLE - 4 - NAME_LENGTH * LETTER // 2 - abs(across))
    x, y = MIDDLE + across, MIDDLE + down
    # Not 0: beside the middle a name stands under its seat, like those of the lower half.
    if down < -9:
        return SeatPosition(x, y, r, lean, name_y=-reach - 4, role_y=-reach - 23)
    return SeatPosition(x, y, r, lean, name_y=reach + 12, role_y=reach + 29)


def _seat(person: PersonToDraw, label: tuple[str, str], index: int, place: SeatPosition) -> DrawnSeat:
    r = place.r + 2 if person.role == "client" else place.r
    badge = round(r * 0.8)
    short, letters = label
    overhang = max(0, (len(short) * LETTER - 2 * place.r) // 2)
    return DrawnSeat(
        id=person.id,
        name=person.name,
        short=short,
        initials=letters,
        role=person.role,
        speaks=person.speaks,
        hand=person.hand,
        place=index,
        x=place.x,
        y=place.y,
        r=r,
        halo_r=r + 6,
        corner=round(r * 0.45),
        lean=place.lean,
        overhang=overhang,
        name_x=max(-overhang, min(overhang, place.lean)),
        name_y=place.name_y,
        role_y=place.role_y,
        hand_x=badge,
        hand_y=-badge,
    )
