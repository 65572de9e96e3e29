from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is kept of a mirror; `manage.py forget_airtime` fills it in for sessions of before."""

    dependencies = [
        ("codev_sessions", "0029_evaluations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptMirror",
            fields=[
                (
                    "session",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="mirror",
                        serialize=False,
                        to="codev_sessions.session",
                    ),
                ),
                ("figures", models.JSONField()),
                ("share", models.CharField(blank=True, max_length=16)),
                ("guides", models.ManyToManyField(related_name="kept_mirrors", to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
