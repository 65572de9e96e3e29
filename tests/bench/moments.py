"""Where the sessions of the bench stand, and what is written in them."""

CONSULTATION = 6  # the step of the classic protocol's first round in which peers write
TEXT = "Avez-vous pensé à en parler d’abord avec la personne qui tient ce budget, avant la réunion de lundi ?"
