pytest_plugins = ["conformance.plugin.hooks", "steps"]
