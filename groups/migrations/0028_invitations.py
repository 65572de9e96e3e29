"""What became of the mails to a participant is kept beside the person, and that somebody was erased is told."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0027_homonyms"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="invitation",
                        serialize=False,
                        to="codev_groups.participant",
                    ),
                ),
                ("mail_id", models.UUIDField(db_index=True, editable=False, null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown", "its mail server does not know this address"),
                            ("refused", "its mail server does not take our mails"),
                            ("unreached", "its mail server could not be reached"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="participant",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
