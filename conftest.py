"""Names the plugin and the steps, and nothing else."""

pytest_plugins = ["conformance.plugin.parts", "steps"]
