"""What people say of a session, and of what the group gives them: two forms, answered apart, published together."""
