"""Devices are proven by a code; an address that was typed later proves nothing of what was before."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0019_who_is_who")]

    operations = [
        migrations.AddField("participant", "email_since", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("seat", "proven_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("seat", "reaches_from", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.CreateModel(
            name="DeviceCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code_hash", models.CharField(editable=False, max_length=64)),
                ("reaches_from", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="device_codes",
                        to="codev_groups.participant",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="codev_groups.seat",
                    ),
                ),
            ],
            options={"ordering": ("made_at", "id")},
        ),
    ]
