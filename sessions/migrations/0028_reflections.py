"""The journal that everybody keeps for oneself: a page after each session, sealed under its key."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def to(row: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to=row)


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0031_after_the_hour"),
        ("codev_sessions", "0027_what_follows"),
    ]

    operations = [
        # The same columns: what they are called from the other side is written once for all sheets.
        migrations.AlterField("preparation", "participant", to("codev_groups.participant")),
        migrations.AlterField("preparation", "session", to("codev_sessions.session")),
        migrations.CreateModel(
            name="Reflection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed_text", models.BinaryField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("written_at", models.DateTimeField(auto_now=True)),
                ("seat_id", models.UUIDField(editable=False, null=True)),
                ("participant", to("codev_groups.participant")),
                ("session", to("codev_sessions.session")),
            ],
            options={
                "ordering": ("session_id", "begun_at", "id"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("seat_id", None)),
                        fields=("session", "participant"),
                        name="one_reflection_a_person",
                    ),
                    models.UniqueConstraint(
                        fields=("session", "participant", "seat_id"), name="one_reflection_a_device"
                    ),
                ],
            },
        ),
    ]
