"""The session as it was stopped with the older version: where it stood, and every word that was written."""

from __future__ import annotations

RUNNING = "0e3bce9c-4bb8-4e4b-b803-6be52f296436"
LEA, OMAR, KARIM = (
    "56d598bf-3a55-4692-b5d9-d4eb827d1f3e",
    "8203f1ff-2ceb-4afa-9ae2-9691f57ef1a2",
    "6eb01e13-bade-4f00-a1bf-ae988fb5a079",
)
CONSULTATION, ACTION_PLAN = "6", "7"
SHOWN = {
    "revision": "96",
    "status": "running",
    "step": CONSULTATION,
    "steps": "16",
    "phase": "consultation",
    "round": "0",
    "client": LEA,
    "clock": "running",
    "deadline": "1768328212000",
    "speaker": KARIM,
    "speaker-since": "1768326475300",
    "allotted": "1740000",
    "started": "1768323654000",
    "ends": "1768331394000",
}
HEADLINE, QUESTION = "Un retard à annoncer au comité", "Comment le dire sans perdre leur confiance ?"
ASKED = "Depuis quand le retard est-il connu, et de qui ?"
IMPRESSION = "Je sens de la fatigue."
FIRST_WORDING = "Je souhaite repartir avec une phrase pour commencer."
CONTRACT = "Repartir avec une première phrase, dite à voix haute."
ANALYSIS = "Le retard n’est pas le sujet : la surprise, si."
PROMPT = "Que diriez-vous à sa place ?"
KARIMS_IDEA, INES_IDEA = "L’annoncer en tête-à-tête d’abord.", "Et si tu l’écrivais avant d’en parler ?"
NOTE = "Ana n’a encore rien dit."
SEALED = {
    "Commitment.text": ["Proposer à mon équipe un point de dix minutes, chaque lundi."],
    "CommitmentReport.text": ["C’est fait, et nous continuons."],
    "Contract.text": [FIRST_WORDING, CONTRACT],
    "Contribution.text": [ASKED, INES_IDEA, IMPRESSION, KARIMS_IDEA, ANALYSIS, CONTRACT],
    "OwnPrompt.text": [PROMPT],
    "PrivateNote.text": [NOTE],
    "Round.headline": ["Deux équipes qui ne se parlent plus", HEADLINE],
    "Round.question": [QUESTION, "Par où commencer ?"],
    "Round.synthesis": ["Je commence petit, et je le dis à l’équipe."],
    "Subject.question": ["Comment le dire sans braquer ?", "Par où commencer ?", "Quand le dire ?"],
    "Subject.title": ["Deux équipes qui ne se parlent plus", "Mon départ", "Un retard à annoncer"],
}
FOR_ALL = (HEADLINE, QUESTION, ASKED, IMPRESSION, FIRST_WORDING, CONTRACT, ANALYSIS, PROMPT)
MAY_BE_READ = (*FOR_ALL, KARIMS_IDEA, INES_IDEA, NOTE)

# The last thing that Karim sent; nothing says that his browser heard the answer.
SENT = {
    "key": "a962a37e-fdcf-43c1-870a-683450f056a1",
    "id": "6055637e-1055-4b1f-9e1b-99048c360e76",
    "kind": "analysis",
    "text": ANALYSIS,
}
