"""What follows a session: one's own commitments, ideas that served, and when a cycle has ended. Reads alone."""
