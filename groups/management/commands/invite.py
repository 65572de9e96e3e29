"""Gives somebody a role in an organisation, from the server's shell, and invites that person by mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups import commands
from groups.errors import CodevError
from groups.mails import mail_invitation
from groups.models import Organisation, Role


class Command(BaseCommand):
    help = "Invite a facilitator, somebody of HR or an administrator by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="its name, or its id where several have one name")
        parser.add_argument("email")
        parser.add_argument(
            "--name", required=True, help="what the person is called; an account that is there keeps its"
        )
        parser.add_argument("--role", action="append", required=True, choices=Role.values, help="may be said twice")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = _organisation(options["organisation"])
        try:
            user = commands.invite_by_operator(
                organisation=organisation, email=options["email"], name=options["name"], roles=options["role"]
            )
        except CodevError as refusal:
            raise CommandError(f"Nobody was invited: {refusal.code}.") from None
        mail_invitation(user, organisation=organisation)
        self.stdout.write(
            f"An invitation to {organisation.name} is on its way; `manage.py mails` says whether it left."
        )


def _organisation(wanted: str) -> Organisation:
    found = list(Organisation.objects.filter(name__iexact=wanted.strip())) or _by_id(wanted)
    if not found:
        raise CommandError("No organisation has this name or id: `manage.py organisations` lists them.")
    if len(found) > 1:
        ids = "\n".join(f"  {one.pk}" for one in found)
        raise CommandError(f"Several organisations have this name. Say which one by its id:\n{ids}")
    return found[0]


def _by_id(wanted: str) -> list[Organisation]:
    try:
        return list(Organisation.objects.filter(pk=UUID(wanted)))
    except ValueError:
        return []
