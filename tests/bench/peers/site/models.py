"""Rooms with a state, who is in them, what they wrote, and each command once."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


def first_state() -> dict[str, object]:
    return {"step": 0, "speaker": None, "hands": []}


class Room(models.Model):
    revision = models.PositiveIntegerField(default=0)
    state = models.JSONField(default=first_state)


class Person(models.Model):
    room = models.ForeignKey(Room, models.CASCADE, related_name="people")
    user = models.ForeignKey(User, models.CASCADE)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=16)


class Note(models.Model):
    room = models.ForeignKey(Room, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, models.CASCADE)
    text = models.TextField()


class Entry(models.Model):
    room = models.ForeignKey(Room, models.CASCADE)
    person = models.ForeignKey(Person, models.CASCADE)
    key = models.UUIDField()
    command = models.CharField(max_length=32)
    revision = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person", "key"], name="once")]
