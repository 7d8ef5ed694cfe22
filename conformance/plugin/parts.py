"""The parts of the plugin: options, collection, fixtures, outcomes, and the verdict at the end."""

pytest_plugins = [
    "conformance.plugin.options",
    "conformance.plugin.collection.features",
    "conformance.plugin.run.target_clock",
    "conformance.plugin.scenario.recording",
    "conformance.plugin.collection.step_cache",
    "conformance.plugin.fixtures.server",
    "conformance.plugin.fixtures.provider",
    "conformance.plugin.scenario.result",
    "conformance.plugin.scenario.cleanup",
    "conformance.plugin.run.finish",
    "conformance.plugin.run.parallel",
    "conformance.plugin.run.waiting",
    "conformance.plugin.run.progress",
    "conformance.plugin.run.sign_in_check",
    "conformance.plugin.run.kill_matrix",
]
