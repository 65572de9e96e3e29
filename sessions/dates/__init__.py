"""Days of a calendar: the rhythm of a cycle, and the days that are off. Pure: no Django, no clock of its own."""
