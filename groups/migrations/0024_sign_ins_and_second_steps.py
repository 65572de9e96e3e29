import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

LOOKS = [
    ("overview", "the overview of a year"),
    ("group", "the group’s page"),
    ("csv", "the attendance, as a file"),
    ("operator", "the group, on the server’s administration pages"),
    ("facilitates", "facilitates the group from now on"),
    ("belongs", "belongs to the group from now on"),
    ("request", "the data of one person, at that person’s request"),
    ("reset", "the second step of signing in of somebody who works here, to have it set up anew"),
    ("typed", "gave a member an address of somebody who works for HR"),
    ("doubted", "may belong to the group: does not see it for HR until an administrator has said"),
    ("answered", "said whether somebody of HR is a member"),
    ("same", "is one of the group: does not see it for HR"),
    ("other", "is not the member who was meant"),
]


class Migration(migrations.Migration):
    dependencies = [("codev_groups", "0023_mails")]

    operations = [
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("browser", models.CharField(editable=False, max_length=40, unique=True)),
                ("label", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ("-created_at", "id")},
        ),
        migrations.AlterField(
            "accessledger",
            "group",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="looks",
                to="codev_groups.group",
            ),
        ),
        migrations.RemoveConstraint("accessledger", "look_is_known"),
        migrations.AlterField(
            "accessledger",
            "what",
            models.CharField(choices=LOOKS, max_length=16),
        ),
        migrations.AddConstraint(
            "accessledger",
            models.CheckConstraint(condition=models.Q(what__in=[one for one, _ in LOOKS]), name="look_is_known"),
        ),
    ]
