pytest_plugins = ["conformance.plugin", "steps"]
