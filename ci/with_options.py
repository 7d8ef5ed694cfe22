r"""Runs a command with the options that the variable OPTIONS holds, in one line or several: quotes are understood.

`OPTIONS='--allow-known\n--target-name "Acme, staging"' python with_options.py layer-conformance gate verdict.json`
A quote that is not closed ends it with code 4: half of the options would be another policy.
"""

import os
import shlex
import subprocess
import sys


def main() -> int:
    """Return the exit code of the command."""
    try:
        options = shlex.split(os.environ.get("OPTIONS", ""), comments=True)
    except ValueError as error:
        print(f"the options cannot be read: {error}", file=sys.stderr)
        return 4
    return subprocess.run([*sys.argv[1:], *options], check=False).returncode  # noqa: S603 - what the caller wrote


if __name__ == "__main__":
    sys.exit(main())
