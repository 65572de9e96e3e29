"""How every form of the product is drawn."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our markup for a form and its fields; Django's for the inputs."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
