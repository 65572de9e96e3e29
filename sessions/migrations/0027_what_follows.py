"""A word of one's own beside a commitment, and ideas whose authors are told that they served."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("codev_sessions", "0026_attendance_as_evidence")]

    operations = [
        migrations.AddField("commitment", "sealed_word", models.BinaryField(editable=False, null=True)),
        migrations.AddField("commitment", "word_seat_id", models.UUIDField(editable=False, null=True)),
        migrations.AddField("commitment", "version", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="Served",
            fields=[
                (
                    "contribution",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="served",
                        serialize=False,
                        to="codev_sessions.contribution",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="codev_sessions.session"
                    ),
                ),
                (
                    "after",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="codev_sessions.session",
                    ),
                ),
                ("warned", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("is_read", models.BooleanField(default=False)),
            ],
        ),
    ]
