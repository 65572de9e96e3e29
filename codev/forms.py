"""How every form of the product is drawn, and what it says of what it cannot take."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_noop, ngettext_lazy

# Django says these; our catalogue, which is read before Django's, has them as one person says them to another.
SAID_BY_DJANGO = (
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)


class Renderer(TemplatesSetting):
    """Our markup for a form and its fields; Django's for the inputs."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
