"""Has an account set its second step of signing in up anew: for whom no administrator may."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from groups.commands import reset_by_operator
from groups.mails import mail_second_step
from groups.models import User


class Command(BaseCommand):
    help = "Take app, passkeys and recovery codes from an account, sign it out everywhere, and tell it by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the account's address")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError("No account has this address.")
        reset_by_operator(user=user)
        mail_second_step(user)
        self.stdout.write("Done, and written into the ledger of each organisation where the account has a role.")
        self.stdout.write("A mail tells this person; `manage.py mails` says whether it left.")
