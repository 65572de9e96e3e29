"""Sessions as other programmes' calendars read them (iCalendar, RFC 5545): invitations, and what a calendar follows."""
