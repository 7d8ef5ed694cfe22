"""Many targets, each its own run, on an engine for tasks: Dask's `distributed` (docs/fleet.md).

`listing` finds the targets, `package` is what travels, `task` is one run on a worker, `cluster` is where the workers
are, `schedule` hands the tasks out and yields what came of them, `site` keeps it, and `command` is the whole of it.
"""
