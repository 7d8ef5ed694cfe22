"""The parts of the plugin that pytest calls; `run.loop` shows the order of a run.

Each stands before those that import it: pytest warns of a part that is imported before it is registered.
"""

import os
import sys

#: pytest-bdd has an entry point, which nobody loads where pytest is told to load none.
_WITHOUT_AUTOLOAD = "PYTEST_DISABLE_PLUGIN_AUTOLOAD" in os.environ or "--disable-plugin-autoload" in sys.argv

pytest_plugins = [
    *(["pytest_bdd.plugin"] if _WITHOUT_AUTOLOAD else []),
    "conformance.plugin.collection.features",
    "conformance.plugin.collection.step_cache",
    "conformance.plugin.scenario.recording",
    "conformance.plugin.scenario.result",
    "conformance.plugin.scenario.cleanup",
    "conformance.plugin.fixtures.server",
    "conformance.plugin.fixtures.provider",
    "conformance.plugin.fixtures.client",
    "conformance.plugin.run.progress",
    "conformance.plugin.collection.claim",
    "conformance.plugin.options",
    "conformance.plugin.run.loop",
    "conformance.plugin.run.finish",
]
