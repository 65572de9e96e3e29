"""Headings of columns, in French, English and a few neighbours' languages: what each column holds."""

from __future__ import annotations

import re
from enum import StrEnum

from ..likeness import fold


class Column(StrEnum):
    """What a column of a pasted table holds."""

    FAMILY = "family"
    GIVEN = "given"
    NAME = "name"
    EMAIL = "email"
    CALLED = "called"
    OTHER = "other"


_FAMILY = (
    "nom, nom de famille, nom d’usage, nom usuel, nom de naissance, noms, last name, last, surname, family name, "
    "family, nachname, familienname, apellido, apellidos, cognome, sobrenome"
)
_GIVEN = (
    "prénom, prénoms, premier prénom, first name, first, given name, given, forename, vorname, nombre, nombres, nome, "
    "prenom(s), nom(s)"
)
_NAME = (
    "nom complet, nom et prénom, nom et prénoms, nom prénom, prénom nom, prénom et nom, nom / prénom, prénom / nom, "
    "nom, prénom, name, names, full name, display name, nom affiché, nom d’affichage, participant, "
    "participants, participante, participant·e, participant·e·s, participant(e), participant(e)s, personne, "
    "personnes, membre, membres, member, "
    "members, people, person, collaborateur, collaborateurs, stagiaire, stagiaires, inscrit, inscrits, identité, "
    "invité, invités, attendee, attendees, qui, who, nom complet du participant, name and surname"
)
_CALLED = (
    "surnom, prénom usuel, prénom d’usage, appelé, appelée, nickname, preferred name, called, known as, comment "
    "l’appeler, se fait appeler"
)
_OTHER = (
    "n, n°, no, num, numéro, #, id, matricule, réf, référence, téléphone, tél, tel, portable, mobile, gsm, phone, "
    "telephone, cell, fixe, service, département, department, direction, pôle, unité, équipe, team, fonction, poste, "
    "métier, job, job title, position, role, rôle, société, entreprise, company, organisation, organization, "
    "établissement, site, ville, city, lieu, pays, country, code postal, adresse postale, civilité, civ, titre, "
    "title, genre, sexe, salutation, date, date de naissance, anniversaire, statut, status, commentaire, "
    "commentaires, remarque, remarques, observation, observations, notes, note, comment, comments, manager, "
    "responsable, n+1, groupe, group, langue, language, linkedin, grade, ancienneté, présence, présent, régime, "
    "divers, m./mme, m/mme, initiales"
)
_KNOWN = {
    fold(word): column
    for column, words in (
        (Column.OTHER, _OTHER),
        (Column.NAME, _NAME),
        (Column.CALLED, _CALLED),
        (Column.GIVEN, _GIVEN),
        (Column.FAMILY, _FAMILY),
    )
    for word in words.split(", ")
}
# Whole words: somebody is called Maillard.
_MAIL = re.compile(
    r"(?<![a-z])(?:e-?mails?|mails?|courriels?|m[ée]ls?|messagerie|[ée]lectroniques?|emailaddress)(?![a-z])"
)


def heading(cell: str) -> Column | None:
    """What a column of this heading holds, None where it is no heading that we know."""
    word = fold(cell.strip(" *:;,._\"'()"))
    if "@" not in cell and len(word) < 40 and _MAIL.search(cell.lower()):
        return Column.EMAIL
    return _KNOWN.get(word) or _KNOWN.get(fold(cell))


def headings(cells: list[str]) -> list[Column] | None:
    """What each column holds, None where these cells are no row of headings."""
    found = [heading(cell) for cell in cells]
    known = [column for column in found if column]
    filled = [cell for cell in cells if cell.strip()]
    if any("@" in cell for cell in cells):
        return None
    # What says « e-mail » and is none heads a column, whatever stands beside it: exports have forty.
    is_of_addresses = Column.EMAIL in known and len(filled) > 1
    is_of_several = len(known) >= 2 and 2 * len(known) >= len(filled)
    is_alone = len(filled) == 1 == len(known) and known[0] != Column.OTHER
    if not (is_of_addresses or is_of_several or is_alone):
        return None
    return _completed([column or Column.OTHER for column in found], cells)


def _completed(columns: list[Column], cells: list[str]) -> list[Column]:
    """« Nom » beside no « Prénom » is the whole name; of two columns of one kind the first counts, but of addresses."""
    if Column.GIVEN not in columns:
        columns = [Column.NAME if one is Column.FAMILY else one for one in columns]
    if not {Column.GIVEN, Column.NAME} & {*columns}:
        place = next((n for n, cell in enumerate(cells) if cell.strip() and heading(cell) is None), None)
        columns = [Column.NAME if n == place else one for n, one in enumerate(columns)]
    if Column.FAMILY not in columns and Column.NAME in columns and Column.GIVEN in columns:
        # « Name », « First name »: beside a given name it is the family's.
        columns = [Column.FAMILY if one is Column.NAME else one for one in columns]
    if Column.EMAIL not in columns:
        columns = [
            Column.EMAIL if fold(cell) in ("adresse", "address", "contact") else one
            for one, cell in zip(columns, cells, strict=True)
        ]
    seen: set[Column] = set()
    for place, column in enumerate(columns):
        if column in seen and column is not Column.EMAIL:
            columns[place] = Column.OTHER
        seen.add(column)
    return columns
