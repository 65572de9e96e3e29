"""Has an account set its second step of signing in up anew: for whom no administrator may."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

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
        told = mail_second_step(email=user.email, url=settings.CODEV_BASE_URL + reverse("account_login"))
        self.stdout.write("Done, and written into the ledger of each organisation where the account has a role.")
        if not told:
            raise CommandError("The mail was not taken: tell this person yourself.")
