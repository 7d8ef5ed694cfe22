"""The parts of the plugin: options, collection, fixtures, outcomes, and the verdict at the end."""

pytest_plugins = [
    "conformance.plugin.options",
    "conformance.plugin.collection",
    "conformance.plugin.recording",
    "conformance.plugin.step_lookup",
    "conformance.plugin.fixtures",
    "conformance.plugin.provider",
    "conformance.plugin.outcomes",
    "conformance.plugin.verdict",
    "conformance.plugin.sharing",
    "conformance.plugin.matrix",
]
