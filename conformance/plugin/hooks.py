"""The parts of the plugin: options, collection, fixtures, outcomes, and the verdict at the end."""

pytest_plugins = [
    "conformance.plugin.options",
    "conformance.plugin.collection",
    "conformance.plugin.target_time",
    "conformance.plugin.recording",
    "conformance.plugin.step_lookup",
    "conformance.plugin.fixtures",
    "conformance.plugin.provider",
    "conformance.plugin.outcomes",
    "conformance.plugin.clean_up",
    "conformance.plugin.verdict",
    "conformance.plugin.sharing",
    "conformance.plugin.patience",
    "conformance.plugin.progress",
    "conformance.plugin.sanity",
    "conformance.plugin.matrix",
]
