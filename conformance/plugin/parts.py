"""The parts of the plugin that pytest calls; `run.loop` shows the order of a run.

Each stands before those that import it: pytest warns of a part that is imported before it is registered.
"""

pytest_plugins = [
    "conformance.plugin.collection.features",
    "conformance.plugin.collection.step_cache",
    "conformance.plugin.scenario.recording",
    "conformance.plugin.scenario.result",
    "conformance.plugin.scenario.cleanup",
    "conformance.plugin.fixtures.server",
    "conformance.plugin.fixtures.provider",
    "conformance.plugin.run.progress",
    "conformance.plugin.options",
    "conformance.plugin.run.loop",
    "conformance.plugin.run.finish",
]
