"""The moments of an evening with rows, each reached from the one before, and what is written in them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from groups.commands import accept_at_the_door, come_as_newcomer
from groups.models import CharterAcceptance, Seat
from sessions.models import Commitment, Presence, Round, Session
from sessions.models.demand import Demand
from tests.sessions.cast.evening import Evening, plan

QUESTION, PROMISE, SUBJECT, IDEA = (UUID(int=number) for number in range(1, 5))
PROPOSAL = {"id": SUBJECT, "title": "Un retard à annoncer", "question": "Comment le dire sans braquer ?"}


def planned(evening: Evening) -> None:
    """Nobody has come yet."""


def lobby(evening: Evening) -> None:
    """Everybody but Gina stood at the door and is here now; Elsa observes, Farid writes."""
    Presence.objects.bulk_create(
        Presence(
            session_id=evening.session_id,
            actor=evening.visit_key(name),
            participant=person,
            last_seen_at=timezone.now(),
        )
        for name, person in evening.people.items()
        if name != "gina"
    )
    evening.do("claire", "open")
    for name, role in (("elsa", "observer"), ("farid", "scribe")):
        if name in evening.people:
            evening.do("claire", "assign_role", participant=evening.people[name].pk, role=role)


def check_in(evening: Evening) -> None:
    """The first step runs: a go-round. Amina then Bruno will be clients."""
    lobby(evening)
    clients = [evening.people["amina"].pk, evening.people["bruno"].pk]
    evening.do("claire", "choose_clients", participants=clients)
    evening.do("claire", "start")


def pause(evening: Evening) -> None:
    check_in(evening)
    evening.do("claire", "pause")


def _at(step: str) -> Callable[[Evening], None]:
    def moment(evening: Evening) -> None:
        check_in(evening)
        evening.do("claire", "jump", to_step=evening.index(step))

    return moment


presentation, clarification, contract, consultation = map(
    _at, ("presentation", "clarification", "contract", "consultation")
)
action_plan, learning, last_step = map(_at, ("action_plan", "learning", "closing"))


def hands_up(evening: Evening) -> None:
    """Bruno and Chloé ask for the floor."""
    clarification(evening)
    for name in ("bruno", "chloe"):
        evening.do(name, "raise_hand")


def questioned(evening: Evening) -> None:
    """Bruno has written a question."""
    clarification(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="question", text="Depuis quand ?")


def contracted(evening: Evening) -> None:
    """Amina has said what she wishes to leave with."""
    contract(evening)
    evening.do("amina", "write_contract", text="Je souhaite repartir avec trois idées.")


def kept(evening: Evening) -> None:
    """While questions are asked, Bruno keeps an idea for the consultation, which comes now."""
    clarification(evening)
    evening.do("bruno", "keep_idea", id=IDEA, kind="option", text="Et si Paul venait ?")
    evening.do("claire", "jump", to_step=evening.index("consultation"))


def reworded(evening: Evening) -> None:
    """Bruno proposes a wording of the contract."""
    contract(evening)
    evening.do("bruno", "contribute", id=QUESTION, kind="reformulation", text="Repartir avec un premier pas.")


def silent(evening: Evening) -> None:
    """Peers write in silence while Amina listens."""
    consultation(evening)
    evening.do("claire", "write_in_silence")


def bruno_gone(evening: Evening) -> None:
    """Bruno has left while questions were asked."""
    clarification(evening)
    evening.do("claire", "mark_left", participant=evening.people["bruno"].pk)


def broken_off(evening: Evening) -> None:
    """Amina's round was interrupted in consultation; the closing runs."""
    consultation(evening)
    evening.do("claire", "interrupt_round")
    evening.do("claire", "jump", to_step=evening.index("closing"))


def moved_on(evening: Evening) -> None:
    """Claire has just left the questions for the contract."""
    clarification(evening)
    evening.do("claire", "next")


def on_break(evening: Evening) -> None:
    clarification(evening)
    evening.do("claire", "take_break", minutes=10)


def summed_up(evening: Evening) -> None:
    """Claire sums the questions up."""
    clarification(evening)
    evening.do("claire", "summarise")


def prompted(evening: Evening) -> None:
    """Claire shows a prompt of her own."""
    clarification(evening)
    evening.do("claire", "write_prompt", text="Que n’avons-nous pas demandé ?")


def handed_over(evening: Evening) -> None:
    """Claire has let David guide."""
    clarification(evening)
    evening.do("claire", "hand_over", to=evening.users["david"].pk)


def promise(evening: Evening, name: str = "amina", text: str = "Appeler Paul.", *, id: UUID = PROMISE) -> Commitment:
    """What somebody committed to in an earlier session of the cycle, which is closed."""
    earlier = plan(evening.group.cycle)
    Session.objects.filter(pk=earlier.pk).update(status="closed")
    round_ = Round.objects.create(session=earlier, number=0, client=evening.people[name])
    found = Commitment(id=id, session=earlier, round=round_, participant=round_.client, taken_at=timezone.now())
    found.text = text
    found.save(force_insert=True)
    return found


def promised(evening: Evening) -> None:
    """Amina was client before; the follow-up runs."""
    promise(evening)
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("follow_up"))


def choosing(evening: Evening) -> None:
    """The group chooses its subjects; Amina then Bruno are named as clients already."""
    check_in(evening)
    evening.do("claire", "jump", to_step=evening.index("subject_choice"))


def proposed(evening: Evening) -> None:
    """Bruno has proposed a subject."""
    choosing(evening)
    evening.do("bruno", "propose_subject", **PROPOSAL)


def by_votes(evening: Evening) -> None:
    """The school decided that subjects are chosen by votes."""
    session = evening.session
    session.settings = {"subject_choice": "votes"}
    session.freeze_protocol()
    session.save()


def voting(evening: Evening) -> None:
    by_votes(evening)
    proposed(evening)


def voted(evening: Evening) -> None:
    """Chloé gave Bruno's subject two of her votes."""
    voting(evening)
    evening.do("chloe", "vote", subject=SUBJECT, count=2)


def at_the_door(evening: Evening) -> None:
    """Gina read the charter at the door, and a newcomer stands there too; Driss never accepted it."""
    lobby(evening)
    group, charter = evening.group, evening.group.charter
    CharterAcceptance.objects.filter(participant__in=[evening.people["gina"], evening.people["driss"]]).delete()
    Seat.objects.filter(pk=evening.seats["gina"].pk).update(accepted=charter)
    newcomer = come_as_newcomer(group=group, session_id=evening.session_id, name="Henri", label="")
    accept_at_the_door(seat=newcomer, charter=charter)


def turned_away(evening: Evening) -> None:
    """Gina, who stood at the door, was turned away."""
    lobby(evening)
    evening.do("claire", "turn_away", participant=evening.id("gina"))


def not_accepted(evening: Evening) -> None:
    """Gina stands at the door, and nobody of that name has accepted the charter."""
    lobby(evening)
    CharterAcceptance.objects.filter(participant=evening.people["gina"]).delete()


def agreed(evening: Evening, question: str = "Comment le dire ?", contract: str = "Trois idées.") -> None:
    """Amina has worded her question and her contract, and all peers have accepted it."""
    presentation(evening)
    evening.do("amina", "word_headline", title="Un retard", question=question)
    evening.do("claire", "jump", to_step=evening.index("contract"))
    evening.do("amina", "write_contract", text=contract)
    for peer in ("bruno", "chloe", "driss"):
        evening.do(peer, "accept_contract")


def projected(evening: Evening) -> None:
    """Her demand is on the room screen."""
    agreed(evening)
    evening.do("amina", "project_demand", wording=Demand("Comment le dire ?", "Trois idées.").wording)
