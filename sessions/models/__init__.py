"""Rows about sessions and what is said in them."""

from .keys import ContentKey, SealedText
from .rehearsal import Rehearsal
from .rounds import Attendance, PhaseRun, Presence, Round, SpeakingTurn
from .session import JournalEntry, ProtocolCopy, Session
from .writing import Commitment, Contract, ContractAcceptance, Contribution

__all__ = [
    "Attendance",
    "Commitment",
    "ContentKey",
    "Contract",
    "ContractAcceptance",
    "Contribution",
    "JournalEntry",
    "PhaseRun",
    "Presence",
    "ProtocolCopy",
    "Rehearsal",
    "Round",
    "SealedText",
    "Session",
    "SpeakingTurn",
]
