"""Addresses of the peers; `PEER_FORM` says which form carries commands out."""

from __future__ import annotations

import os

from django.urls import path

from . import views

urlpatterns = [
    path("rooms/<int:room_id>/do/<str:command>/", views.do_well if os.environ.get("PEER_FORM") == "good" else views.do),
    path("refuse/", views.refuse),
    path("health/", views.health),
]
