"""Every capability that a server's file declares is tried, and the doctor says which it could show."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.cli.doctor.answers import attempt, require_answer, status_of
from conformance.cli.doctor.check import Check, CheckFailedError
from conformance.durations import exact_duration
from conformance.evidence.exchange import Exchange
from conformance.minting import Draft
from conformance.sign_in import ServerSignIn
from conformance.targets import Capabilities, RetiredKey, UnboundProvider

_ON_WORD = "which an unknown one is too: this rests on the file's word"


class CapabilityChecks:
    """The declared capabilities of a server; `sign_in` is asked for when a check runs, after the first sign-in."""

    def __init__(self, declared: Capabilities, sign_in: Callable[[], ServerSignIn]) -> None:
        self._declared = declared
        self._sign_in = sign_in

    def checks(self) -> Iterator[Check]:
        """Yield one for each capability that is declared."""
        declared = self._declared
        for name, key in (("disabled_key", declared.disabled_key), ("deleted_key", declared.deleted_key)):
            if key:
                yield Check(name, lambda name=name, key=key: self._try_key(name, key))  # type: ignore[misc] # a lambda with a default
        if declared.unbound_provider:
            provider = declared.unbound_provider
            yield Check("unbound_provider", lambda: self._try_provider(provider))
        if declared.suspended_user is not None:
            user = declared.suspended_user
            yield Check("suspended_user", lambda: self._try_user(user))
        if declared.session_lifetime is not None:
            lifetime = exact_duration(declared.session_lifetime)
            yield Check("session_lifetime", lambda: f"{lifetime}, which a run shows when a session has ended")
        if declared.protected_url:
            url = declared.protected_url
            yield Check("protected_url", lambda: self._try_url(url))

    def _draft(self) -> Draft:
        sign_in = self._sign_in()
        return sign_in.mint.draft(attempt(sign_in.request_nonce, {}))

    def _signed_by(self, key: RetiredKey | UnboundProvider) -> Draft:
        return self._draft().with_key(key.private_key, key.key_id)

    def _require_refusal(self, token: str, what: str, hint: str) -> None:
        exchange = attempt(lambda: require_answer(self._sign_in().caller.request_session(token)), {})
        if _is_success(exchange):
            raise CheckFailedError(
                f"{what} opens a session", f"{hint}, unless this is what is wrong with it", ends=False
            )

    def _try_key(self, name: str, key: RetiredKey) -> str:
        self._require_refusal(
            self._signed_by(key).right(), f"a token by the key {key.key_id}", f"capabilities.{name} should be disused"
        )
        return f"{key.key_id} is refused, {_ON_WORD}"

    def _try_provider(self, other: UnboundProvider) -> str:
        if other.app_id is None:
            return "not shown: capabilities.unbound_provider.app_id should name the application that it is bound to"
        draft, sign_in = self._signed_by(other).with_claims(iss=other.provider_id), self._sign_in()
        opened = attempt(lambda: require_answer(sign_in.caller.request_session(draft.right(), app_id=other.app_id)), {})
        if not _is_success(opened):
            hint = "provider, key and app_id of capabilities.unbound_provider should belong together"
            raise CheckFailedError(f"its key opens no session at {other.app_id}: {status_of(opened)}", hint, ends=False)
        return f"shown: its key opens a session at {other.app_id}"

    def _try_user(self, user: str) -> str:
        token = self._draft().with_claims(prn=user).right()
        self._require_refusal(token, f"a token for {user}", "capabilities.suspended_user should be suspended")
        return f"{user} is refused: shown, as another user is let in by the same key"

    def _try_url(self, url: str) -> str:
        sign_in = self._sign_in()
        session = attempt(lambda: sign_in.open_session(self._draft()), {})
        answer = attempt(lambda: require_answer(sign_in.caller.use_session(session.token, url)), {})
        attempt(lambda: sign_in.delete_session(session), {})
        if not _is_success(answer):
            hint = "capabilities.protected_url should be what a session may read"
            raise CheckFailedError(f"{status_of(answer)} with a session", hint, ends=False)
        return "shown: a session reads it"


def _is_success(exchange: Exchange) -> bool:
    return 200 <= status_of(exchange) < 300
