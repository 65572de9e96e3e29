"""Rows about sessions and what is said in them."""

from .answers import Answer
from .debrief import Debrief
from .guiding import OwnPrompt, PrivateNote
from .keys import ContentKey, SealedText
from .opening import CommitmentReport, Subject, Vote
from .pairing import Pairing
from .preparation import Preparation
from .rehearsal import Rehearsal
from .rounds import Attendance, PhaseRun, Presence, Round, SpeakingTurn
from .session import JournalEntry, ProtocolCopy, Session
from .told import Told
from .writing import Commitment, Contract, ContractAcceptance, Contribution

__all__ = [
    "Answer",
    "Attendance",
    "Commitment",
    "CommitmentReport",
    "ContentKey",
    "Contract",
    "ContractAcceptance",
    "Contribution",
    "Debrief",
    "JournalEntry",
    "OwnPrompt",
    "Pairing",
    "PhaseRun",
    "Preparation",
    "Presence",
    "PrivateNote",
    "ProtocolCopy",
    "Rehearsal",
    "Round",
    "SealedText",
    "Session",
    "SpeakingTurn",
    "Subject",
    "Told",
    "Vote",
]
