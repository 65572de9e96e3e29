"""What the operator does at somebody's written request: gives out that person's data, or erases them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from groups.commands import record_look
from groups.errors import CodevError
from groups.models import Participant, Shown, User

from ... import commands, my_data


class Command(BaseCommand):
    help = "Export or erase all that is kept of one person: the account and the places in groups with an e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", help="an e-mail address, or the id of an account or participant")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--export", action="store_true", help="print all as JSON; groups read that it was given out")
        what.add_argument("--erase", action="store_true", help="erase for good what is this person's")
        parser.add_argument("--dry-run", action="store_true", help="say who is meant, and what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        user, found = _find(options["person"])
        people = [one for one in found if "@" not in options["person"] or one.email_since is None]
        for one in found:
            if one not in people:
                # Whoever facilitates may have noted an address of his own, and asks in that one's name (decision 046).
                self.stderr.write(f"participant {one.pk}: left out, the address was noted later: ask by this id")
        if user is None and not people:
            raise CommandError("Nobody has this address or id.")
        if options["export"] and not options["dry_run"]:
            self._export(user, people)
        elif options["erase"] and not options["dry_run"]:
            self._erase(user, people)
        else:
            self._say(user, people)

    def _export(self, user: User | None, people: list[Participant]) -> None:
        # Before anything is read, as each look is.
        record_look(groups=[one.group for one in people], by=None, what=Shown.REQUEST)
        read = {
            "account": my_data.of_account(user) if user else None,
            "participants": [my_data.of_participant(one) for one in people],
        }
        self.stdout.write(json.dumps(read, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))

    def _erase(self, user: User | None, people: list[Participant]) -> None:
        try:
            for one in people:
                commands.erase_participant(participant=one)
                self.stdout.write(f"participant {one.pk}: erased")
            if user:
                pk = user.pk
                commands.erase_account(user=user)
                self.stdout.write(f"account {pk}: erased")
        except CodevError as refusal:
            raise CommandError(f"Stopped here: {refusal.code}. Ask again once that is over.") from None

    def _say(self, user: User | None, people: list[Participant]) -> None:
        if user:
            self.stdout.write(f"account {user.pk}: goes with its roles and private notes")
        for one in people:
            goes = commands.written_by(one).count() + commands.written_for(one).count()
            stays = commands.left_to_others(one).count()
            self.stdout.write(f"participant {one.pk}: {goes} texts go, {stays} stay with others")


def _find(person: str) -> tuple[User | None, list[Participant]]:
    if "@" in person:
        return my_data.people_with(person)
    if person.isdecimal() and len(person) < 19:
        return User.objects.filter(pk=int(person)).first(), []
    try:
        found = my_data.person_with(UUID(person))
    except ValueError:
        raise CommandError("That is neither an address nor an id.") from None
    return None, [found] if found else []
