"""Allure's page in one file, made small: program and data are packed, and unpacked by the browser that shows them.

Every browser since 2023 can (`DecompressionStream`); Allure itself writes both in base64, several times the size.
"""

from __future__ import annotations

import base64
import gzip
import json
import re

#: Allure's program, and the script that hands its data over.
_PROGRAM = re.compile(r'<script\s+src="data:text/javascript;base64,([A-Za-z0-9+/=]+)"></script>')
_DATA = re.compile(r"<script defer>\s*Promise\.allSettled\(\[.*?</script>", re.DOTALL)
_VALUE = re.compile(r'\bd\("((?:[^"\\]|\\.)*)","([A-Za-z0-9+/=]*)"\)')

_LOADER = """<script>
      (async () => {
        const unpack = packed => new Response(new Blob([Uint8Array.from(atob(packed), c => c.charCodeAt(0))])
          .stream().pipeThrough(new DecompressionStream("gzip"))).text();
        const encode = text => {
          let bytes = "";
          for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
          return btoa(bytes);
        };
        window.allureReportData = window.allureReportData || {};
        for (const [name, text] of JSON.parse(await unpack("%s"))) window.allureReportData[name] = encode(text);
        window.allureReportDataReady = true;
        const program = document.createElement("script");
        program.textContent = await unpack("%s");
        document.body.append(program);
      })();
    </script>"""


def pack(page: str) -> str:
    """Return the page with its program and data packed; as it is where another version has built it."""
    program, data = _PROGRAM.search(page), _DATA.search(page)
    if program is None or data is None:
        return page
    try:
        pairs = _VALUE.findall(data[0])
        values = [(json.loads(f'"{name}"'), base64.b64decode(value).decode("utf-8")) for name, value in pairs]
    except ValueError:  # a value that is no text
        return page
    script = base64.b64decode(program[1]).decode("utf-8")
    loader = _LOADER % (_pack(json.dumps(values, ensure_ascii=False)), _pack(script))
    before, between, after = page[: program.start()], page[program.end() : data.start()], page[data.end() :]
    return f"{before}{between}{loader}{after}"


def _pack(text: str) -> str:
    """Return a text packed, in base64; the same text is packed alike."""
    return base64.b64encode(gzip.compress(text.encode("utf-8"), mtime=0)).decode("ascii")
