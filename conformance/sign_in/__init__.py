"""The documented way in, one driver an actor: examinations, steps and the doctor go it, each with its own judgement."""

from conformance.sign_in.provider import ProviderSignIn
from conformance.sign_in.server import ServerSignIn, Session
from conformance.sign_in.shared_evidence import Control, SharedEvidence, TriedRequest
from conformance.sign_in.used_up import UsedUp, use_up

__all__ = [
    "Control",
    "ProviderSignIn",
    "ServerSignIn",
    "Session",
    "SharedEvidence",
    "TriedRequest",
    "UsedUp",
    "use_up",
]
