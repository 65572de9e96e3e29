"""The application's name, apart from those of the product."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "tests.bench.peers.site"
    label = "peers"
