"""The pages of groups: thin; what they do is in commands, what they read in queries."""
