"""What the people in the pictures write, in each language."""

from __future__ import annotations

from typing import Any

FRENCH = {
    "story": "Le report de la bascule touche deux équipes. La date est tenue pour acquise des deux côtés.",
    "questions": (
        "Depuis quand la date est-elle tenue pour acquise ?",
        "Qui décide, aujourd’hui, d’un report ?",
        "Qu’est-ce qui a déjà été dit à l’autre équipe ?",
    ),
    "contract": "Je souhaite repartir avec une façon d’annoncer le report sans perdre la confiance de l’autre équipe.",
    "options": (
        "Appeler d’abord, écrire ensuite : l’appel laisse la place aux questions.",
        "Venir avec deux dates possibles plutôt qu’avec des excuses.",
    ),
    "experience": "J’ai annoncé un retard en disant aussi ce que j’ignorais. On m’en a su gré.",
    "reflective": "Qu’est-ce que ce report protège ?",
    "kept": "L’appel avant l’écrit, et dire ce que je ne sais pas encore.",
    "action": "Appeler la responsable de l’autre équipe, avec deux dates à proposer.",
    "told": "J’ai commencé par deux dossiers, le comité a suivi.",
    "subjects": (
        ("Un retard à annoncer", "Comment le dire sans que la confiance y passe ?"),
        ("Deux équipes qui ne se parlent plus", "Par où commencer, quand personne ne veut faire le premier pas ?"),
    ),
    "advice": "Et si vous appeliez le client ensemble ?",
    "wording": "Repartir avec une façon d’annoncer le report, et savoir à qui le dire d’abord.",
    "prompt": "Qu’est-ce que personne n’a encore demandé ?",
    "note": "Omar n’a pas encore parlé.",
    "learning": "Nommer ce que l’on ignore rassure plus que promettre.",
}
ENGLISH = {
    "story": "Postponing the switch touches two teams. Both take the date for granted.",
    "questions": (
        "Since when has the date been taken for granted?",
        "Who decides about postponing, today?",
        "What has the other team been told so far?",
    ),
    "contract": "I would like to leave with a way to announce the delay without losing the other team’s trust.",
    "options": (
        "Call first, write afterwards: a call leaves room for questions.",
        "Come with two possible dates rather than with excuses.",
    ),
    "experience": "I once announced a delay and also said what I did not know. People were grateful.",
    "reflective": "What does this delay protect?",
    "kept": "Calling before writing, and saying what I do not know yet.",
    "action": "Call the head of the other team, with two dates to offer.",
    "told": "I began with two files, and the board followed.",
    "subjects": (
        ("A delay to announce", "How do I say it without losing their trust?"),
        ("Two teams that no longer talk", "Where do I begin, when nobody wants to take the first step?"),
    ),
    "advice": "What if you called the client together?",
    "wording": "Leaving with a way to announce the delay, and knowing whom to tell first.",
    "prompt": "What has nobody asked yet?",
    "note": "Omar has not spoken yet.",
    "learning": "Naming what one does not know reassures more than a promise.",
}
LANGUAGES: dict[str, tuple[str, dict[str, Any]]] = {"fr": ("fr-FR", FRENCH), "en": ("en-GB", ENGLISH)}
