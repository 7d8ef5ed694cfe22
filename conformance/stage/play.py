"""One scenario's stage: three origins, one clock, and the situation that they are in."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from conformance.clock import VirtualClock
from conformance.evidence.scene import Scene
from conformance.protocol.layer_id import AppId
from conformance.reference.server import CREDENTIALS, ReferenceServer
from conformance.stage.identity_server import IdentityServer
from conformance.stage.origin import Log, Origin
from conformance.targets import User

#: So long a deletion may come after the driver's answer, in seconds.
_MOMENT = 0.3


@dataclass
class Play:
    """A stage that is open: the scene as the examiner sees it, and what the scenario may do with it."""

    scene: Scene
    clock: VirtualClock
    layer: Origin
    identity: Origin
    stranger: Origin
    identity_server: IdentityServer
    log: Log
    is_in_use: bool = False
    deletion: threading.Event = field(default_factory=threading.Event)

    @property
    def origins(self) -> tuple[Origin, Origin, Origin]:
        """What stands behind the three addresses: Layer, the identity server, a stranger."""
        return self.layer, self.identity, self.stranger

    def sign_in_as(self, user: User) -> None:
        """Expect this user, for clients whose requests do not name one."""
        self.identity_server.user = user

    def expect_use(self) -> None:
        """Take what comes now for a use of the session."""
        self.is_in_use = True

    def await_deletion(self) -> None:
        """Wait a moment for a deletion, which an app may send after it has shown its user as signed out."""
        self.deletion.wait(_MOMENT)

    def advance(self, seconds: float) -> None:
        """Let time pass at Layer and at the identity server; the client's own clock is never touched."""
        self.clock.advance(seconds)

    def give_up(self) -> str:
        """Say why there is no use in waiting for the client any longer, or nothing."""
        return f"the app sent more than {self.log.most} requests in one scenario" if self.log.is_flooded else ""

    def shape_layer(self, server: ReferenceServer) -> None:
        """Put another server in Layer's place, with its own manners on the wire."""
        self.layer.server, self.layer.writer = server.handle, server.writer

    def new_layer(self) -> ReferenceServer:
        """Return a Layer that is correct, by the stage's clock."""
        return ReferenceServer(self.clock)

    def write_app_id(self, text: str) -> None:
        """Let the app be configured with an app id in another of its forms."""
        self.scene.app_id = text

    @property
    def app(self) -> AppId:
        """The application, read."""
        app = AppId.parse(CREDENTIALS.app_id)
        assert app is not None  # noqa: S101 - the documents' own example
        return app
