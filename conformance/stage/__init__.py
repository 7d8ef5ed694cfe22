"""The stage of a client under test: Layer and its identity server, played by the suite on loopback.

A stage is of one scenario. It stands on the reference server and the reference provider, which are correct, and
departs from them in what `situations` name. Everything that comes in is kept, in order, as evidence. The room knows
`reference` so that the examiner's own rooms need not: `examination` and `steps` see a stage as `caller.client.Stage`.
"""

from conformance.stage.opening import Stage, build_stage, open_stage
from conformance.stage.situations import SITUATIONS

__all__ = ["SITUATIONS", "Stage", "build_stage", "open_stage"]
