"""Rows about sessions and what is said in them."""

from .answers import Answer
from .debrief import Debrief
from .evaluation import Evaluation, PublishedEvaluation
from .evidence import Correction, Signature
from .guiding import OwnPrompt, PrivateNote
from .journal import JournalEntry
from .keys import ContentKey, SealedText
from .mirror import KeptMirror
from .opening import CommitmentReport, Subject, Vote
from .pairing import Pairing
from .preparation import Preparation
from .protocols import ProtocolCopy
from .reflection import Reflection
from .rehearsal import Rehearsal
from .rounds import Attendance, PhaseRun, Presence, Round, SpeakingTurn
from .served import Served
from .session import Session
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
    "Correction",
    "Debrief",
    "Evaluation",
    "JournalEntry",
    "KeptMirror",
    "OwnPrompt",
    "Pairing",
    "PhaseRun",
    "Preparation",
    "Presence",
    "PrivateNote",
    "ProtocolCopy",
    "PublishedEvaluation",
    "Reflection",
    "Rehearsal",
    "Round",
    "SealedText",
    "Served",
    "Session",
    "Signature",
    "SpeakingTurn",
    "Subject",
    "Told",
    "Vote",
]
