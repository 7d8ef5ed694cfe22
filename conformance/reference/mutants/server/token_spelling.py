"""Servers that know JSON in the spelling of their own library only."""

from __future__ import annotations

from collections.abc import Callable

from conformance.protocol.errors import ErrorId
from conformance.protocol.identity_token import CTY, HEADER_PARAMETERS, compact_json
from conformance.reference.mutants.registry import mutant_of_table
from conformance.reference.mutants.server.departures import Change, refusing
from conformance.reference.server import RefusalError, Visit
from conformance.reference.server.reading import PresentedToken, lenient_bytes
from conformance.reference.server.rules.identity_token import token_refusal

#: Whether header and payload, as bytes, are spelled in a way that the server can read.
_Reads = Callable[[bytes, bytes], bool]


def _reading(reads: _Reads) -> Change:
    """A token in any other spelling is refused as malformed."""

    def strict(token: PresentedToken, _: Visit) -> None:
        header, payload = (lenient_bytes(part) for part in token.parts[:2])
        if token.header and token.claims and not reads(header, payload):
            raise token_refusal("eit_malformed_json", "this is no JSON of our library's")

    return lambda server: server.adding(strict, to="identity token", before="TOKEN-TYP-1")


def _encoding_again(token: PresentedToken, _: Visit) -> None:
    again = tuple(map(compact_json, (token.header, token.claims)))
    if token.header and token.claims and again != tuple(lenient_bytes(part) for part in token.parts[:2]):
        raise token_refusal("eit_signature_verification_failed", "the signature does not fit")


def _is_single_line(header: bytes, payload: bytes) -> bool:
    return b"\n" not in header + payload


def _begins_with(names: tuple[str, ...]) -> Change:
    def strict(token: PresentedToken, _: Visit) -> None:
        if set(names) <= set(token.header) and tuple(token.header)[: len(names)] != names:
            raise token_refusal("eit_malformed_json", "the header does not begin as it should")

    return lambda server: server.adding(strict, to="identity token", before="TOKEN-TYP-1")


for _requirement, _name, _sentence, _change in (
    ("SPELL-1", "compares_cty_as_it_is_spelled", "Looks for the cty in the header as it came, escapes and all.",
     _reading(lambda header, _: b"layer-eit" not in header or CTY.encode() in header)),
    ("SPELL-1", "looks_for_a_kid_with_plain_slashes", "Looks for a kid whose slashes are not escaped.",
     _reading(lambda header, _: b"layer:\\/" not in header)),
    ("SPELL-1", "verifies_what_it_has_encoded_anew", "Verifies the signature over JSON that it has encoded anew.",
     lambda server: server.adding(_encoding_again, to="identity token", before="TOKEN-TYP-1")),
    ("SPELL-1", "looks_for_names_as_they_are_spelled", "Looks for the names of claims as they are spelled.",
     _reading(lambda _, payload: b'"nce"' in payload or b"\\u" not in payload)),
    ("SPELL-1", "reads_json_of_ascii_only", "Refuses a token with a letter beyond ASCII that is not escaped.",
     _reading(lambda header, payload: (header + payload).isascii())),
    ("SPELL-1", "reads_no_escapes", "Refuses a token with an escaped letter in it.",
     _reading(lambda header, payload: b"\\u" not in header + payload)),
    ("SPELL-2", "wants_nothing_between_members", "Refuses a token with a blank between its members.",
     _reading(lambda header, _: b'": "' not in header)),
    ("SPELL-2", "wants_tokens_on_one_line", "Refuses a token with a line break in its JSON.",
     _reading(_is_single_line)),
    ("SPELL-2", "finds_claims_by_a_pattern", "Finds claims by a pattern, which knows of no blank before a colon.",
     _reading(lambda _, payload: b'" :' not in payload)),
    ("SPELL-2", "wants_braces_at_both_ends", "Refuses a token with white space around its JSON.",
     _reading(lambda header, payload: header.startswith(b"{") and payload.endswith(b"}"))),
    ("SPELL-3", "wants_alg_first", "Refuses a header that begins with something else than alg.",
     _begins_with(("alg",))),
    ("SPELL-3", "wants_the_header_in_one_order", "Refuses a header whose members are in an order that is not its own.",
     _begins_with(tuple(sorted(HEADER_PARAMETERS)))),
    ("SPELL-3", "wants_iss_first", "Refuses claims that begin with something else than iss.",
     _reading(lambda _, payload: payload.lstrip(b"{ \r\n\t").startswith(b'"iss"') or b'"iss"' not in payload)),
):  # fmt: skip
    mutant_of_table(_requirement, _name, _sentence, _change)


def _bad_request(_: Visit) -> RefusalError:
    return RefusalError(ErrorId.INVALID_REQUEST, "This is no JSON of our library's.")


for _name, _sentence, _when in (
    ("wants_no_escaped_slashes_in_requests", "Refuses a session request whose slashes are escaped.",
     lambda visit: b"\\/" in visit.request.body),
    ("wants_requests_on_one_line", "Refuses a session request with line breaks.",
     lambda visit: b"\n" in visit.request.body),
    ("wants_the_token_before_the_app_id", "Refuses a session request that begins with the app id.",
     lambda visit: next(iter(visit.fields), "") == "app_id"),
    ("wants_fields_as_they_are_spelled", "Refuses a session request whose names are escaped.",
     lambda visit: "app_id" in visit.fields and b'"app_id"' not in visit.request.body),
):  # fmt: skip
    mutant_of_table("SPELL-4", _name, _sentence, refusing(_when, _bad_request, on="POST /sessions"))
