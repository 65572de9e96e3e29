from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0012_rehearsal_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="shows_airtime",
            field=models.BooleanField(default=True, verbose_name="who has been little heard is shown"),
        ),
    ]
