"""The steps of the features, one file a noun. A step calls one thing, and returns or judges."""

pytest_plugins = [
    "steps.capabilities",
    "steps.session_deletion",
    "steps.errors",
    "steps.identity_tokens",
    "steps.nonces",
    "steps.observations",
    "steps.provider_requests",
    "steps.provider_nonces",
    "steps.provider_refusals",
    "steps.provider_tokens",
    "steps.races",
    "steps.refusals",
    "steps.requests",
    "steps.session_tokens",
    "steps.session_requests",
    "steps.sessions",
    "steps.sign_in",
]
