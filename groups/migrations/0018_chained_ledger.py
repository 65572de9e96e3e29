"""Lines of the ledger hang together and outlive their group; former members read those of their time."""

import hashlib
import json
import secrets
from datetime import UTC
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac

AT_ONCE = 500
WRITTEN = ["number", "reader", "salt", "named", "previous", "hash"]


def chain_lines(apps: Any, schema_editor: Any) -> None:
    """Number and bind what is there, organisation by organisation, in the order in which it was written."""
    lines = apps.get_model("codev_groups", "AccessLedger")._base_manager
    for organisation in lines.order_by("organisation").values_list("organisation", flat=True).distinct():
        previous, bound = "0" * 64, []
        in_order = lines.filter(organisation=organisation).order_by("looked_at", "id")
        for number, line in enumerate(in_order.iterator(AT_ONCE), 1):
            bind(line, number, previous)
            previous = line.hash
            bound.append(line)
        lines.bulk_update(bound, WRITTEN, AT_ONCE)


def bind(line: Any, number: int, previous: str) -> None:
    """As groups/models/chain.py said when this was written: what lines are made of then must not change them."""
    line.number, line.previous = number, previous
    if line.user_id:
        line.reader = salted_hmac("codev ledger", f"{line.organisation_id}:{line.user_id}").hexdigest()[:16]
    line.salt = secrets.token_hex(16)
    line.named = sha256(line.salt + line.name)
    said = {
        "organisation": str(line.organisation_id),
        "number": number,
        "group": str(line.group_id),
        "reader": line.reader,
        "named": line.named,
        "looked_at": line.looked_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "what": line.what,
        "year": None,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    line.hash = sha256(previous + sha256(canonical))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def guess_joined(apps: Any, schema_editor: Any) -> None:
    """When somebody was first given a way in, or accepted the charter; else with the group."""

    def first(name: str, field: str) -> Subquery:
        rows = apps.get_model("codev_groups", name).objects.filter(participant=OuterRef("pk"))
        return Subquery(rows.order_by(field).values(field)[:1])

    groups = apps.get_model("codev_groups", "Group").objects.filter(pk=OuterRef("group"))
    known = Coalesce(
        first("PersonalLink", "created_at"),
        first("Seat", "created_at"),
        first("CharterAcceptance", "accepted_at"),
        Subquery(groups.values("created_at")[:1]),
    )
    apps.get_model("codev_groups", "Participant").objects.update(joined_at=known)


LOOKS = ["overview", "group", "csv", "operator", "facilitates", "belongs", "request"]


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0017_retention")]

    operations = [
        migrations.AddField("participant", "joined_at", models.DateTimeField(default=timezone.now, editable=False)),
        migrations.RunPython(guess_joined, migrations.RunPython.noop),
        migrations.AlterField(
            "accessledger",
            "group",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="looks",
                to="codev_groups.group",
            ),
        ),
        migrations.AlterField("accessledger", "looked_at", models.DateTimeField()),
        migrations.AlterField(
            "accessledger", "name", models.CharField(blank=True, max_length=254, verbose_name="name")
        ),
        migrations.AddField("accessledger", "number", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField(
            "accessledger", "reader", models.CharField(blank=True, default="", editable=False, max_length=16), False
        ),
        migrations.AddField(
            "accessledger", "salt", models.CharField(blank=True, default="", editable=False, max_length=32), False
        ),
        migrations.AddField(
            "accessledger", "named", models.CharField(default="", editable=False, max_length=64), False
        ),
        migrations.AddField("accessledger", "year", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "accessledger", "previous", models.CharField(default="", editable=False, max_length=64), False
        ),
        migrations.AddField("accessledger", "hash", models.CharField(default="", editable=False, max_length=64), False),
        migrations.RunPython(chain_lines, migrations.RunPython.noop),
        migrations.AlterField("accessledger", "number", models.PositiveIntegerField(editable=False)),
        migrations.AlterField(
            "accessledger",
            "what",
            models.CharField(
                choices=[
                    ("overview", "the overview of a year"),
                    ("group", "the group’s page"),
                    ("csv", "the attendance, as a file"),
                    ("operator", "the group, on the server’s administration pages"),
                    ("facilitates", "facilitates the group from now on"),
                    ("belongs", "belongs to the group from now on"),
                    ("request", "the data of one person, at that person’s request"),
                ],
                max_length=16,
            ),
        ),
        migrations.RemoveConstraint("accessledger", "look_is_known"),
        migrations.AddConstraint(
            "accessledger", models.CheckConstraint(condition=models.Q(what__in=LOOKS), name="look_is_known")
        ),
        migrations.AddConstraint(
            "accessledger", models.UniqueConstraint(fields=("organisation", "number"), name="lines_are_numbered")
        ),
    ]
