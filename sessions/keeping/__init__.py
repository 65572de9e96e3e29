"""What is kept of sessions that are over: the group's memory."""
