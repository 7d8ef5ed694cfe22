"""The reference client: a correct, small app without a screen, to be read by whoever writes an SDK.

`app` signs in, uses a session and signs out; `http` sends; `links` reads a Link; `driver` answers the suite, as
`layer-conformance client --driver` does on standard input and output. Each duty names the requirement that it keeps.
A mutant or a variation is a class that does one of them in another way: ``changed(client, nonce_in=...)``.
"""

from conformance.reference.client.app import ReferenceClient, SignInError, changed
from conformance.reference.client.driver import Answering, serve

__all__ = ["Answering", "ReferenceClient", "SignInError", "changed", "serve"]
