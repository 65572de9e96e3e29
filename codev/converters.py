"""What stands in addresses."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter


class Row(IntConverter):
    """A row's number: of more digits no table is so long, and a database answers with an error."""

    regex = "[0-9]{1,18}"


register_converter(Row, "row")
