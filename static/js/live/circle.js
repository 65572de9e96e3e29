// Turns the circle so that its reader sits at the bottom, and dashes the seats of those who are away.

export function start() {
  document.addEventListener("codev:state", show);
  show();
}

function show() {
  for (const drawing of document.querySelectorAll("svg.seats:not([data-turned])")) turn(drawing);
  showAway(new Set(document.getElementById("region-presence")?.dataset.away?.split(" ")));
}

// The template draws places and people in the group's order; only who sits where changes here.
function turn(drawing) {
  const seats = [...drawing.querySelectorAll("[data-seat]")];
  const own = seats.findIndex((seat) => seat.dataset.seat === document.body.dataset.participant);
  drawing.dataset.turned = "";
  if (own < 0) return;
  const places = seats.map(placeOf);
  seats.forEach((seat, index) => sit(seat, places[(index - own + seats.length) % seats.length]));
  seats[own].classList.add("own");
  if (drawing.dataset.you) seats[own].querySelector(".name").textContent = drawing.dataset.you;
}

const placeOf = (seat) => ({
  transform: seat.getAttribute("transform"),
  lean: seat.dataset.lean,
  name: seat.querySelector(".name").getAttribute("y"),
  role: seat.dataset.roleY,
});

function sit(seat, place) {
  const overhang = Number(seat.dataset.overhang);
  const shift = Math.max(-overhang, Math.min(overhang, Number(place.lean)));
  seat.setAttribute("transform", place.transform);
  for (const [text, y] of [[seat.querySelector(".name"), place.name], [seat.querySelector(".role"), place.role]]) {
    text?.setAttribute("x", shift);
    text?.setAttribute("y", y);
  }
}

function showAway(away) {
  for (const seat of document.querySelectorAll("[data-seat]")) seat.classList.toggle("away", away.has(seat.dataset.seat));
  for (const person of document.querySelectorAll("[data-person]")) person.classList.toggle("away", away.has(person.dataset.person));
}
