"""Clients that meet a challenge badly."""

from __future__ import annotations

from conformance.reference.mutants.client.departures import memory, register


def _presents_the_old_token(client, right, nonce):
    if not memory(client, "token", None):
        vars(client)["token"] = right(nonce)
    return client.token


def _goes_on(client, right, answer, before):
    """Sign in again, and use the old session all the same."""
    old = client.store.session_token
    right(answer, before)
    client.store.session_token = old


def _repeats(client, right, answer, before):
    """Repeat the request as it was, a few times."""
    for _ in range(3):
        answer = client.load_conversations()
        if answer.status_code != 401:
            return
    right(answer, before)


def _is_stuck_without_a_nonce(client, right, answer, before):
    if isinstance(client.challenge_in(answer).get("nonce"), str):
        right(answer, before)


def _stays_signed_in(client, right, answer, before):
    right(answer, before)
    if not client.store.session_token:
        client.store.session_token = "pending"


def _signs_in_twice(client, right, answer, before):
    right(answer, before)
    client.sign_in_with(client.new_nonce)


def _signs_in_for_each_part(client, right, answer, before):
    for _ in range(3):
        client.sign_in_with(client.new_nonce)


def _four_at_once(client, right):
    for _ in range(4):
        answer = client.load_conversations()
        if answer.status_code != 401:
            return answer.status_code
        client.end_session()
        client.sign_in_with(client.new_nonce)
    client.end_session()
    return 401


def _without_end_where(is_met):
    """Sign in again and again after the one kind of refusal that `is_met`, and give up after the other."""

    def use(client, right):
        for _ in range(14):
            answer = client.load_conversations() if client.is_signed_in else None
            if answer is None or answer.status_code != 401:
                break
            has_nonce = isinstance(client.challenge_in(answer).get("nonce"), str)
            client.end_session()
            if has_nonce is not is_met:
                break
            client.sender.rest(0.5)
            client.sign_in_with(client.new_nonce)
        else:
            client.end_session()
        return client.status

    return use


def _pausing(pauses):
    """Sign in again after each of these pauses, as long as it is challenged."""

    def use(client, right):
        for pause in pauses:
            if not client.is_signed_in:
                break
            answer = client.load_conversations()
            if answer.status_code != 401:
                return answer.status_code
            client.end_session()
            client.sender.rest(pause)
            client.sign_in_with(client.new_nonce)
        client.end_session()
        return 401

    return use


register((
    ("CLIENT-CHALLENGE-1", "signs_out_at_a_challenge", "Signs its user out at a challenge.",
     dict(meet_challenge=lambda client, right, answer, before: client.end_session())),
    ("CLIENT-CHALLENGE-1", "presents_the_old_token_at_a_challenge", "Presents the identity token of the first sign-in again at a challenge.",
     dict(new_identity_token=_presents_the_old_token)),
    ("CLIENT-CHALLENGE-2", "goes_on_with_the_old_session", "Signs in again at a challenge, and uses the old session all the same.",
     dict(meet_challenge=_goes_on)),
    ("CLIENT-CHALLENGE-2", "repeats_what_was_refused", "Repeats a refused request with the same session.",
     dict(meet_challenge=_repeats)),
    ("CLIENT-CHALLENGE-3", "is_stuck_without_a_nonce", "Does nothing at a 401 that brings no nonce.",
     dict(meet_challenge=_is_stuck_without_a_nonce)),
    ("CLIENT-CHALLENGE-3", "ignores_challenges", "Does nothing at a 401.",
     dict(meet_challenge=lambda client, right, answer, before: None)),
    ("CLIENT-CHALLENGE-3", "stays_signed_in_without_a_session", "Takes its user for signed in when every sign-in was in vain.",
     dict(meet_challenge=_stays_signed_in)),
    ("CLIENT-CHALLENGE-4", "signs_in_twice_at_a_challenge", "Signs in twice at a challenge.",
     dict(meet_challenge=_signs_in_twice)),
    ("CLIENT-CHALLENGE-4", "signs_in_for_each_of_its_parts", "Lets every part of the app sign in at a challenge.",
     dict(meet_challenge=_signs_in_for_each_part)),
    ("CLIENT-CHALLENGE-5", "is_challenged_without_end", "Signs in again and again, with pauses, as long as it is challenged.",
     dict(use=_pausing([0.02] * 14))),
    ("CLIENT-CHALLENGE-5", "is_challenged_without_end_by_nonces", "Signs in again and again, with pauses, as long as each challenge brings a nonce.",
     dict(use=_without_end_where(True))),
    ("CLIENT-CHALLENGE-5", "is_refused_without_end_without_nonces", "Signs in again and again, with pauses, as long as a 401 brings no nonce.",
     dict(use=_without_end_where(False))),
    ("CLIENT-CHALLENGE-6", "signs_in_without_a_pause", "Signs in again at once, four times, as long as it is challenged.",
     dict(use=_four_at_once)),
    ("CLIENT-CHALLENGE-6", "pauses_too_short_between_sign_ins", "Pauses for a twentieth of a second between four sign-ins that do not help.",
     dict(use=_pausing((0.05, 0.05, 0.05, 0.05)))),
    ("CLIENT-CHALLENGE-6", "pauses_before_the_first_sign_in_only", "Pauses before it signs in again for the first time, and never after that.",
     dict(use=_pausing((2, 0, 0, 0)))),
))  # fmt: skip
