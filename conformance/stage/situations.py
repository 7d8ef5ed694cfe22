"""Every situation that the features name, by place and name: one table."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.stage.arrangement import Situation
from conformance.stage.identity_situations import IDENTITY_SITUATIONS
from conformance.stage.lawful_situations import LAWFUL_SITUATIONS
from conformance.stage.layer_situations import LAYER_SITUATIONS

SITUATIONS: Mapping[tuple[str, str], Situation] = {
    **{("Layer", name): situation for name, situation in (LAYER_SITUATIONS | LAWFUL_SITUATIONS).items()},
    **{("the identity server", name): situation for name, situation in IDENTITY_SITUATIONS.items()},
}
