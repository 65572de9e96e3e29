"""Attendance that a funder accepts: who was there, how long, and who signed for it."""
