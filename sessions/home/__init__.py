"""What home and a group's page say before and after the hour: what comes next, what waits, the line of a cycle."""
