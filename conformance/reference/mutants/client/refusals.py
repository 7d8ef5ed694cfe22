"""Clients that meet refusals, failures and redirects badly."""

from __future__ import annotations

from conformance.reference.client import SignInError
from conformance.reference.client.http import NoAnswerError
from conformance.reference.mutants.client.departures import memory, register


def _again_with_the_same(client, right, token):
    try:
        right(token)
    except SignInError as error:
        if "(422)" not in str(error):
            raise
        right(token)


def _keeps_the_token(client, right, nonce):
    if not memory(client, "token", None):
        vars(client)["token"] = right(nonce)
    return client.token


def _signed_in_after(status):
    """Take the user for signed in after one refusal."""

    def sign_in(client, right, user, password):
        try:
            right(user, password)
        except SignInError as error:
            if f"({status})" not in str(error):
                raise
            client.store.session_token = "refused"

    return sign_in


def _only_once(client, right, user, password):
    """Never sign in again after a failure."""
    if memory(client, "failed", []):
        raise SignInError("it has failed before")
    try:
        right(user, password)
    except SignInError:
        client.failed.append(1)
        raise


def _keeps_what_failed(client, right):
    if not memory(client, "nonce", None):
        vars(client)["nonce"] = right()
    return client.nonce


def _impatient(client, right, *rest, **named):
    return right(*rest, **(named | {"pauses": ()}))


def _impatient_at(is_met):
    """Try nothing again of the requests that `is_met`: by where they go, and whether they need the session."""

    def send(client, right, method, where, *rest, session=False, **named):
        pauses = {"pauses": ()} if is_met(where, session) else {}
        return right(method, where, *rest, session=session, **(named | pauses))

    return send


def _impatient_after(is_met):
    """Try nothing again after the failures that `is_met`: None stands for no answer."""

    def send(client, right, *rest, **named):
        if "pauses" in named:
            return right(*rest, **named)
        try:
            answer = right(*rest, **named, pauses=())
        except NoAnswerError:
            if is_met(None):
                raise
            return right(*rest, **named)
        if is_met(answer.status_code) or answer.status_code < 429:
            return answer
        client.sender.rest(float(answer.headers.get("Retry-After", 0)))
        return right(*rest, **named)

    return send


def _without_end(client, right, *rest, **named):
    """Try again and again what fails, up to a number that is beyond all patience."""
    for _ in range(14):
        try:
            answer = right(*rest, **(named | {"pauses": ()}))
        except NoAnswerError:
            continue
        if answer.status_code < 500:
            break
    else:
        raise NoAnswerError("nobody answers")
    return answer


def _without_end_when_it_breaks(client, right, *rest, **named):
    for _ in range(14):
        answer = right(*rest, **named)
        if answer.status_code != 500:
            break
    return answer


def _hasty(client, right, method, where, *rest, **named):
    answer = right(method, where, *rest, **(named | {"pauses": ()}))
    return right(method, where, *rest, **named) if answer.status_code == 429 else answer


def _soon(client, right, method, where, *rest, **named):
    answer = right(method, where, *rest, **(named | {"pauses": ()}))
    if answer.status_code != 429:
        return answer
    client.sender.rest(0.2)
    return right(method, where, *rest, **named)


def _follows(statuses):
    """Follow redirects with everything: the body, and Authorization."""

    def send(client, right, method, where, content=None, *, session=False, **how):
        answer = right(method, where, content, session=session, **how)
        if answer.status_code not in statuses:
            return answer
        headers = client.layer_headers(content) | (client.session_headers() if session else {})
        return client.sender.send(method, answer.headers["Location"], headers, content)

    return send


register((
    ("CLIENT-REFUSED-1", "presents_a_422_again", "Presents an identity token again after a 422.",
     dict(open_session=_again_with_the_same)),
    ("CLIENT-REFUSED-1", "keeps_a_refused_token", "Keeps its first identity token for every sign-in.",
     dict(new_identity_token=_keeps_the_token)),
    ("CLIENT-REFUSED-2", "signs_in_after_a_422", "Takes its user for signed in after a 422.",
     dict(sign_in=_signed_in_after(422))),
    ("CLIENT-REFUSED-2", "signs_in_after_a_403", "Takes its user for signed in after a 403.",
     dict(sign_in=_signed_in_after(403))),
    ("CLIENT-REFUSED-2", "signs_in_after_a_406", "Takes its user for signed in after a 406.",
     dict(sign_in=_signed_in_after(406))),
    ("CLIENT-AGAIN-1", "signs_in_never_again", "Signs nobody in any more once a sign-in has failed.",
     dict(sign_in=_only_once)),
    ("CLIENT-AGAIN-1", "begins_again_in_the_middle", "Begins a second sign-in with the nonce of the first.",
     dict(new_nonce=_keeps_what_failed)),
    ("CLIENT-RETRY-1", "tries_nothing_again", "Tries nothing again.",
     dict(send_to_layer=_impatient)),
    ("CLIENT-RETRY-1", "tries_nothing_again_after_a_503", "Tries again what was not answered, and nothing that was answered with a 503.",
     dict(send_to_layer=_impatient_after(lambda status: status == 503))),
    ("CLIENT-RETRY-1", "tries_nothing_again_without_an_answer", "Tries again what was answered with a 503, and nothing that was not answered.",
     dict(send_to_layer=_impatient_after(lambda status: status is None))),
    ("CLIENT-RETRY-1", "tries_sessions_never_again", "Asks for a session once, and no more.",
     dict(send_to_layer=_impatient_at(lambda where, session: where == "/sessions"))),
    ("CLIENT-RETRY-1", "tries_uses_never_again", "Uses its session once, and no more.",
     dict(send_to_layer=_impatient_at(lambda where, session: session))),
    ("CLIENT-RETRY-2", "tries_without_end", "Tries everything again that fails, without an end.",
     dict(send_to_layer=_without_end)),
    ("CLIENT-RETRY-2", "tries_without_end_at_a_500", "Tries again without an end as long as it meets a 500.",
     dict(send_to_layer=_without_end_when_it_breaks)),
    ("CLIENT-WAIT-1", "waits_for_nothing", "Asks again at once after a 429.",
     dict(send_to_layer=_hasty)),
    ("CLIENT-WAIT-1", "waits_too_short", "Asks again after a fifth of a second, whatever Retry-After says.",
     dict(send_to_layer=_soon)),
    ("CLIENT-REDIRECT-1", "follows_redirects_with_its_token", "Follows a redirect to another origin with the identity token.",
     dict(send_to_layer=_follows((307,)))),
    ("CLIENT-REDIRECT-1", "follows_permanent_redirects", "Follows a permanent redirect to another origin with the identity token.",
     dict(send_to_layer=_follows((308,)))),
    ("CLIENT-REDIRECT-1", "follows_redirects_with_its_session", "Follows a redirect to another origin with the session.",
     dict(send_to_layer=_follows((302,)))),
))  # fmt: skip
