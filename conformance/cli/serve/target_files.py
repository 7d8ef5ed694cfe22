"""The reference actors as target files: the text of each, and the keys that it names."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias

import click

from conformance.reference.provider import WRONG_PASSWORD, ReferenceProvider
from conformance.reference.server import ReferenceServer, RegisteredKey

#: How a file that `serve` wrote begins: no other file is ever overwritten.
MARK = "# A reference actor of layer-conformance, as a target: "

#: The public half of the key that the reference provider signs with, as it is published.
_PUBLIC = "public"

_Pairs: TypeAlias = Mapping[str, object]


@dataclass(frozen=True)
class KeyFile:
    """A key beside a target file: its name there, and the PEM text."""

    name: str
    pem: bytes


def print_target_files(reference: ReferenceServer, provider: ReferenceProvider, url: str) -> None:
    """Print the server's target file, and the provider's as comments: together they are a file that loads."""
    click.echo(server_file(reference, url, published_path))
    click.echo(as_comment(provider_file(provider, url, published_path(None))), nl=False)


def write_target_files(reference: ReferenceServer, provider: ReferenceProvider, url: str, file: Path) -> None:
    """Write both target files and the keys that they name; raises ClickException, for a foreign file above all."""
    second, name_of = file.with_name(f"{file.stem}.provider{file.suffix}"), name_beside(file.stem)
    texts = {
        file: server_file(reference, url, name_of),
        second: provider_file(provider, url, name_of(None)),
    }
    try:
        for key in key_files(reference, file.stem):
            _put(file.with_name(key.name), key.pem, mine=key.pem)
        for path, text in texts.items():
            _put(path, text.encode("utf-8"), mine=MARK.encode("utf-8"))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    for path in texts:
        click.echo(f"wrote {path}; try: layer-conformance run --target {path}", err=True)


def _put(file: Path, content: bytes, *, mine: bytes) -> None:
    """Write a file that only its owner may read; raises ClickException where another program has written it."""
    if file.exists() and not file.read_bytes().startswith(mine):
        raise click.ClickException(f"{file} exists and was not written by serve; give another name")
    with open(file, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as new:
        new.write(content)


def key_files(reference: ReferenceServer, stem: str) -> Sequence[KeyFile]:
    """Return every key that the two target files name, for files that lie beside them."""
    known = reference.credentials
    keys = (known.key, known.disabled_key, known.deleted_key, known.unbound_key)
    private = [KeyFile(f"{stem}.{key.published}.pem", key.signing_key.private_pem) for key in keys]
    return [*private, KeyFile(f"{stem}.{_PUBLIC}.pem", known.key.signing_key.public_pem)]


def name_beside(stem: str) -> Callable[[RegisteredKey | None], str]:
    """Return what names a key's file beside a target file of this stem; None stands for the public key."""
    return lambda key: f"{stem}.{key.published if key else _PUBLIC}.pem"


def published_path(key: RegisteredKey | None) -> str:
    """Return the path of a key as it is published with the suite; None stands for the public key."""
    if key is None:
        return str(files("conformance.reference.provider") / "public.pem")
    return str(files("conformance.keys") / "pem" / f"{key.published}.pem")


def server_file(reference: ReferenceServer, url: str, path_of: Callable[[RegisteredKey], str]) -> str:
    """Return the text of a target file for `reference` at `url`; `path_of` says where a private key lies."""
    known = reference.credentials
    days = round(reference.settings.session_lifetime / 86400)

    def key(registered: RegisteredKey) -> _Pairs:
        return {"key_id": registered.key_id, "private_key": path_of(registered)}

    sections: Mapping[str, _Pairs] = {
        "[target]": {
            "name": "the reference server",
            "actor": "server",
            "url": url,
            "versions": list(reference.settings.versions),
        },
        "[credentials]": {"app_id": known.app_id, "provider_id": known.provider_id, **key(known.key)},
        "[capabilities]": {"suspended_user": known.suspended_user, "session_lifetime": f"{days} days"},
        "[capabilities.disabled_key]": key(known.disabled_key),
        "[capabilities.deleted_key]": key(known.deleted_key),
        "[capabilities.unbound_provider]": {
            "provider_id": known.unbound_provider_id,
            "app_id": known.other_app_id,
            **key(known.unbound_key),
        },
    }
    return _text("the server", list(sections.items()))


def provider_file(provider: ReferenceProvider, url: str, public_key: str) -> str:
    """Return the text of a target file for `provider` beside a server at `url`; `public_key` is a path."""
    known, interface = provider.credentials, provider.interface
    target = {"name": "the reference provider", "actor": "provider", "url": f"{url}{provider.settings.path}"}
    ids = {"app_id": known.app_id, "provider_id": known.provider_id, "key_id": known.key.key_id}
    sections: list[tuple[str, _Pairs]] = [
        ("[target]", target),
        ("[credentials]", {**ids, "public_key": public_key}),
        ("[capabilities]", {"sample": True}),
        ("[request]", {"encoding": interface.encoding}),
        ("[request.headers]", interface.headers),
        ("[request.fields]", interface.fields),
        ("[response]", {"token": interface.token}),
        ("[wrong_login]", {"id": provider.accounts[0].id, "password": WRONG_PASSWORD}),
    ]
    for account in provider.accounts:
        sections.append(("[[users]]", {"id": account.id, "password": account.password}))
        sections.append(("[users.claims]", account.claims))
    return _text("the provider", [(name, pairs) for name, pairs in sections if pairs])


def as_comment(text: str) -> str:
    """Return a target file as comments of another."""
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def _text(who: str, sections: Sequence[tuple[str, _Pairs]]) -> str:
    return f"{MARK}{who}.\n\n" + "\n".join(f"{name}\n{_lines(pairs)}" for name, pairs in sections)


def _lines(pairs: _Pairs) -> str:
    """Return pairs as TOML; its texts, truth values and arrays of texts are written as JSON's are."""
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in pairs.items())
