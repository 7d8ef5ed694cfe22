"""The parts of the plugin that pytest calls, in the order in which they act; `run.loop` shows the order of a run."""

pytest_plugins = [
    "conformance.plugin.options",
    "conformance.plugin.collection.features",
    "conformance.plugin.scenario.recording",
    "conformance.plugin.collection.step_cache",
    "conformance.plugin.fixtures.server",
    "conformance.plugin.fixtures.provider",
    "conformance.plugin.scenario.result",
    "conformance.plugin.scenario.cleanup",
    "conformance.plugin.run.loop",
    "conformance.plugin.run.finish",
    "conformance.plugin.run.progress",
]
