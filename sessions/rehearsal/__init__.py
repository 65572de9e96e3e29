"""Simulated participants: what they see, what they choose to do, and the task of a connection that plays them."""
