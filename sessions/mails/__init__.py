"""Mails about sessions: what asks for them, and who writes them when they leave. The house's own are groups/'s."""
