"""Who looked at a group's figures, and when."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0008_passing_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessLedger",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=254, verbose_name="name")),
                ("looked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("overview", "the overview of a year"),
                            ("group", "the group’s page"),
                            ("csv", "the attendance, as a file"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="looks", to="codev_groups.group"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="codev_groups.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="looks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-looked_at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["overview", "group", "csv"])), name="look_is_known"
                    )
                ],
            },
        ),
    ]
