"""The steps of the features, one file a noun. A step calls one thing, and returns or judges."""

pytest_plugins = [
    "steps.capabilities",
    "steps.errors",
    "steps.identity_tokens",
    "steps.nonces",
    "steps.observations",
    "steps.refusals",
    "steps.requests",
    "steps.session_tokens",
    "steps.sessions",
    "steps.signing_in",
]
