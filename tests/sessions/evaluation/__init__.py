"""Evaluations: the forms, who answers, what is published and when."""
