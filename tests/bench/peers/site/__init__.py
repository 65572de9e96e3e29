"""The small application of both forms: rooms, people, notes, a journal; commands and what is rendered."""
