"""Addresses that accounts proved and that were typed for members, as fingerprints; and who of HR may be a member."""

import secrets
from collections import defaultdict
from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from groups.models.fingerprints import KEY_BYTES, fingerprint, sealed_key

AT_ONCE = 500
bind = import_module("groups.migrations.0018_chained_ledger").bind


def keep_fingerprints(apps: Any, schema_editor: Any) -> None:
    """Of every address that is there. No account is signed in by one that is not proved; who typed it nobody knows."""
    of = {name: apps.get_model("codev_groups", name) for name in ("User", "ProvenAddress", "Participant")}
    typed = apps.get_model("codev_groups", "TypedAddress")
    key = secrets.token_bytes(KEY_BYTES)
    apps.get_model("codev_groups", "FingerprintKey").objects.create(pk=1, sealed=sealed_key(key))
    proven = set(of["User"].objects.values_list("pk", "email"))
    proven |= set(apps.get_model("account", "EmailAddress").objects.filter(verified=True).values_list("user", "email"))
    rows = {(user, fingerprint(key, email)) for user, email in proven if email}
    of["ProvenAddress"].objects.bulk_create(
        [of["ProvenAddress"](user_id=user, fingerprint=one) for user, one in sorted(rows)], AT_ONCE
    )
    members = of["Participant"].objects.exclude(email="").values_list("pk", "email", "joined_at")
    typed.objects.bulk_create(
        [
            typed(participant_id=member, fingerprint=fingerprint(key, email), typed_at=at)
            for member, email, at in members.iterator(AT_ONCE)
        ],
        AT_ONCE,
    )


def doubt(apps: Any, schema_editor: Any) -> None:
    """Whoever did not see a group because a member had the account's address does not see it until that is answered."""
    roles = apps.get_model("codev_groups", "OrganisationRole").objects.filter(role="hr")
    proven, works = defaultdict(list), set(roles.values_list("organisation", "user"))
    for one in apps.get_model("codev_groups", "ProvenAddress").objects.filter(user__in={user for _, user in works}):
        proven[one.fingerprint].append(one.user)
    parts = apps.get_model("codev_groups", "GroupFacilitator").objects.filter(user__in={user for _, user in works})
    guides = set(parts.values_list("group", "user"))
    typed = apps.get_model("codev_groups", "TypedAddress").objects.select_related("participant__group")
    for address in typed.filter(fingerprint__in=proven).order_by("typed_at", "pk"):
        group = address.participant.group
        for user in proven[address.fingerprint]:
            if (group.organisation_id, user.pk) in works and (group.pk, user.pk) not in guides:
                raise_doubt(apps, address, group, user)


def raise_doubt(apps: Any, address: Any, group: Any, user: Any) -> None:
    apps.get_model("codev_groups", "SamePerson").objects.create(
        group=group, participant=address.participant, user=user, ground="address", fingerprint=address.fingerprint
    )
    lines = apps.get_model("codev_groups", "AccessLedger")
    last = lines.objects.filter(organisation=group.organisation_id).order_by("-number").first()
    line = lines(
        organisation_id=group.organisation_id,
        group=group,
        user=user,
        name=user.name or user.email,
        looked_at=timezone.now(),
        what="doubted",
    )
    bind(line, last.number + 1 if last else 1, last.hash if last else "0" * 64)
    line.save()


LOOKS = [
    ("overview", "the overview of a year"),
    ("group", "the group’s page"),
    ("csv", "the attendance, as a file"),
    ("operator", "the group, on the server’s administration pages"),
    ("facilitates", "facilitates the group from now on"),
    ("belongs", "belongs to the group from now on"),
    ("request", "the data of one person, at that person’s request"),
    ("typed", "gave a member an address of somebody who works for HR"),
    ("doubted", "may belong to the group: does not see it for HR until an administrator has said"),
    ("answered", "said whether somebody of HR is a member"),
    ("same", "is one of the group: does not see it for HR"),
    ("other", "is not the member who was meant"),
]
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
FINGERPRINT = models.CharField(db_index=True, editable=False, max_length=64)


def to(model: str, on_delete: Any = django.db.models.deletion.CASCADE, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(on_delete=on_delete, to=model, **options)


def by_account() -> models.ForeignKey:
    return to(settings.AUTH_USER_MODEL, django.db.models.deletion.SET_NULL, null=True, related_name="+")


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0018_chained_ledger"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [
        migrations.CreateModel("FingerprintKey", [ID, ("sealed", models.TextField(editable=False))]),
        migrations.CreateModel(
            "ProvenAddress",
            [
                ID,
                ("fingerprint", FINGERPRINT),
                ("proved_at", models.DateTimeField(auto_now_add=True)),
                ("user", to(settings.AUTH_USER_MODEL, related_name="proven_addresses")),
            ],
            {"constraints": [models.UniqueConstraint(fields=("user", "fingerprint"), name="proved_once")]},
        ),
        migrations.CreateModel(
            "TypedAddress",
            [
                ID,
                ("fingerprint", FINGERPRINT.clone()),
                ("typed_at", models.DateTimeField(default=timezone.now)),
                ("participant", to("codev_groups.participant", related_name="typed_addresses")),
                ("typed_by", by_account()),
            ],
            {"constraints": [models.UniqueConstraint(fields=("participant", "fingerprint"), name="typed_once")]},
        ),
        migrations.CreateModel(
            "SamePerson",
            [
                ID,
                (
                    "ground",
                    models.CharField(
                        choices=[("address", "Address"), ("device", "Device"), ("name", "Name"), ("role", "Role")],
                        max_length=8,
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, default="", editable=False, max_length=64)),
                (
                    "answer",
                    models.CharField(
                        choices=[("open", "Open"), ("same", "Same"), ("other", "Other")], default="open", max_length=8
                    ),
                ),
                ("raised_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("group", to("codev_groups.group", related_name="same_people")),
                (
                    "participant",
                    to(
                        "codev_groups.participant",
                        django.db.models.deletion.SET_NULL,
                        null=True,
                        related_name="same_people",
                    ),
                ),
                ("user", to(settings.AUTH_USER_MODEL, related_name="same_people")),
                ("answered_by", by_account()),
            ],
            {
                "ordering": ("raised_at", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "user", "ground", "fingerprint"), name="raised_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(answer__in=["open", "same", "other"]), name="answer_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ground__in=["address", "device", "name", "role"]), name="ground_is_known"
                    ),
                ],
            },
        ),
        migrations.AlterField("accessledger", "what", models.CharField(choices=LOOKS, max_length=16)),
        migrations.RemoveConstraint("accessledger", "look_is_known"),
        migrations.AddConstraint(
            "accessledger",
            models.CheckConstraint(condition=models.Q(what__in=[one for one, _ in LOOKS]), name="look_is_known"),
        ),
        migrations.RunPython(keep_fingerprints, migrations.RunPython.noop),
        migrations.RunPython(doubt, migrations.RunPython.noop),
    ]
