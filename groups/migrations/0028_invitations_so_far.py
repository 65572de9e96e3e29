"""Mails of the last day are kept beside their participants; who was erased before is known by what is left of a row."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What erasing wrote for a name, in the installation's language.
NOBODY = ("Somebody", "Quelqu’un")


def keep(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    mails = apps.get_model("codev_groups", "Mail").objects.filter(kind="personal_link", participant__isnull=False)
    newest = {mail.participant_id: mail for mail in mails.order_by("created_at")}
    invitation = apps.get_model("codev_groups", "Invitation")
    invitation.objects.bulk_create(
        invitation(
            participant_id=participant,
            mail_id=mail.pk,
            asked_at=mail.created_at,
            left_at=mail.sent_at,
            refused_at=mail.failed_at,
            reason=("unknown" if mail.fault == "SMTPRecipientsRefused" else "unreached") if mail.failed_at else "",
        )
        for participant, mail in newest.items()
    )
    erased = apps.get_model("codev_groups", "Participant").objects.filter(
        name__in=NOBODY, called="", email="", removed_at__isnull=False, links=None, seats=None
    )
    erased.update(erased_at=models.F("removed_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("codev_groups", "0028_invitations"),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
