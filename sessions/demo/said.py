"""What the demonstration's people said in sessions that are over: texts alone, with places in the group for people."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Contribution

THINKING, TRYING = Contribution.Mark.THINKING, Contribution.Mark.TRYING
KEPT, NOT_KEPT = Contribution.Memory.UNNAMED, ""


@dataclass(frozen=True)
class Note:
    """What somebody wrote in a step, and what the client marked of it."""

    step: str
    kind: str
    author: int
    text: str
    mark: str = ""


@dataclass(frozen=True)
class Learned:
    """What somebody learned, and whether that one keeps it for the group."""

    author: int
    text: str
    memory: str = KEPT


@dataclass(frozen=True)
class Told:
    """One client's round: headline, question, the contract in its versions, what was written, and the synthesis."""

    client: int
    headline: str
    question: str
    contracts: tuple[str, ...]
    help: str
    notes: tuple[Note, ...]
    synthesis: str
    learned: tuple[Learned, ...]


@dataclass(frozen=True)
class Brought:
    """A subject that was proposed and not taken."""

    who: int
    title: str
    question: str


# Of the last session of the cycle before, whose clients took something on.
BEFORE = (
    Told(
        2,
        "Un site qui se tait",
        "Comment renouer avec un responsable qui ne répond plus ?",
        (
            "Je souhaite repartir avec une façon de relancer.",
            "Je souhaite repartir avec une première rencontre possible, et savoir ce que j’y écoute.",
        ),
        "des expériences, des questions",
        (
            Note("clarification", "question", 1, "Depuis quand les réponses se sont-elles espacées ?"),
            Note("clarification", "question", 4, "Qui d’autre voit ce responsable régulièrement ?"),
            Note("contract", "reformulation", 5, "Vous voulez renouer avant de demander quoi que ce soit ?"),
            Note("consultation", "analysis", 3, "Le silence date de la réorganisation : il protège son équipe."),
            Note("consultation", "option", 1, "Aller le voir sur place, sans ordre du jour, une heure.", TRYING),
            Note("consultation", "experience", 6, "J’ai dit une fois que je venais apprendre. La porte s’est ouverte."),
            Note("consultation", "reflective_question", 4, "Qu’aimeriez-vous qu’il vous demande ?", THINKING),
        ),
        "Je n’ai rien à obtenir de cette rencontre. J’y vais pour écouter.",
        (
            Learned(1, "Se taire peut être une façon de prendre soin."),
            Learned(4, "Une question qui ne cherche rien ouvre plus qu’un conseil."),
            Learned(5, "Je relance souvent pour me rassurer, moi.", NOT_KEPT),
            Learned(2, "Demander moins, pour entendre davantage."),
        ),
    ),
    Told(
        6,
        "Un adjoint qui fait autrement",
        "Comment dire ce que j’attends sans reprendre la main ?",
        ("Je souhaite repartir avec des mots pour le dire.",),
        "des pistes concrètes",
        (
            Note("clarification", "question", 3, "Qu’a-t-il compris de ce que vous attendez ?"),
            Note("consultation", "hypothesis", 2, "Il croit peut-être que vous n’avez pas d’avis.", THINKING),
            Note("consultation", "option", 5, "Écrire en une page ce qui compte, et lui demander sa réponse.", TRYING),
            Note("consultation", "metaphor", 1, "Deux musiciens, une seule partition : qui donne le départ ?"),
        ),
        "Ce que j’attends n’est écrit nulle part. Je commence par là.",
        (
            Learned(3, "Ce qui est clair pour moi ne l’est pas pour l’autre."),
            Learned(6, "Attendre en silence, c’est déjà demander."),
        ),
    ),
)
# Of the present cycle's first session.
BEGUN = (
    Told(
        5,
        "Trop de réunions",
        "Comment rendre du temps à l’équipe sans perdre le fil ?",
        ("Je souhaite repartir avec deux essais à proposer dès lundi.",),
        "des pistes, des expériences",
        (
            Note("clarification", "question", 0, "Lesquelles vous seraient rendues sans que rien ne manque ?"),
            Note(
                "consultation",
                "option",
                2,
                "Annuler une semaine de réunions, et voir lesquelles reviennent.",
                TRYING,
            ),
            Note("consultation", "experience", 6, "Chez nous, debout, dix minutes : personne ne regrette."),
            Note("consultation", "feedback", 7, "J’observe que vous dites « on » ; je me demande qui décide."),
        ),
        "C’est moi qui les convoque, pour la plupart. Je peux donc commencer seul.",
        (
            Learned(0, "Supprimer pour essayer, et non pour toujours."),
            Learned(2, "Je n’avais jamais compté les heures."),
            Learned(5, "Demander qui décide change la question."),
            Learned(7, "Dire ce que j’observe, sans conclure.", NOT_KEPT),
        ),
    ),
    Told(
        7,
        "Dire non à la direction",
        "Comment refuser un projet sans passer pour un frein ?",
        (
            "Je souhaite repartir avec des arguments.",
            "Je souhaite repartir avec une phrase que je peux dire debout.",
        ),
        "des mots, des reformulations",
        (
            Note("contract", "reformulation", 6, "Vous cherchez une phrase, plutôt que des arguments ?"),
            Note("consultation", "option", 1, "« Oui, si… » : dire à quelle condition.", TRYING),
            Note("consultation", "analysis", 3, "Le non protège le oui que l’équipe a déjà donné.", THINKING),
        ),
        "Je dirai d’abord à quoi nous avons déjà dit oui.",
        (
            Learned(1, "Un non peut être un engagement."),
            Learned(6, "Une phrase courte se prépare longtemps."),
        ),
    ),
)
BROUGHT = (
    Brought(0, "Une équipe à deux vitesses", "Comment tenir ensemble ceux qui avancent et ceux qui attendent ?"),
    Brought(1, "Un projet sans chef", "Qui doit dire que cela s’arrête ?"),
)
