"""The steps of the features, one file a noun. A step calls one thing, and returns or judges."""

pytest_plugins = [
    "steps.attempts",
    "steps.client_app",
    "steps.client_wire",
    "steps.errors",
    "steps.nonces",
    "steps.outcomes",
    "steps.provider_outcomes",
    "steps.provider_requests",
    "steps.provider_tokens",
    "steps.races",
    "steps.requests",
    "steps.session_deletion",
    "steps.session_requests",
    "steps.session_tokens",
    "steps.sessions",
    "steps.sign_in",
]
