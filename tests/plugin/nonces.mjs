// A Layer server in Node, as small as one can be: it gives nonces and opens a session for each within ten minutes.
// What it refuses: another version, a token without its user, and a nonce that is unknown, spent or too old.
//
//     node nonces.mjs PORT [timer|slack|mortal]
//
// With `timer` a nonce is forgotten by a timer, and not by looking at the clock; with `slack` it lives for half a minute
// too long; with `mortal` the server is gone after so many answers.
import { createServer } from "node:http";
import { randomBytes } from "node:crypto";

// Of some 70: more than come before what has to be good for ten minutes is judged, fewer than all of it takes.
const ANSWERS = 42;
const [port, manner] = process.argv.slice(2);
const LIFETIME = manner === "slack" ? 630_000 : 600_000;
const nonces = new Map();

function remember(nonce) {
  nonces.set(nonce, Date.now());
  if (manner === "timer") setTimeout(() => nonces.delete(nonce), LIFETIME).unref();
}

function spend(token) {
  const payload = JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString() || "{}");
  if (!payload.prn) return false;
  const given = nonces.get(payload.nce);
  nonces.delete(payload.nce);
  return given !== undefined && (manner === "timer" || Date.now() - given < LIFETIME);
}

function error(status, code, id, message, data = {}) {
  return [status, { id, code, message, url: "https://layer.example/errors", data }];
}

function answer(request, body) {
  if (!/^application\/vnd\.layer\+json; *version=[12]\.0$/.test(request.headers.accept ?? "")) {
    return error(406, 107, "invalid_header", "Accept names no version", { header: "Accept" });
  }
  if (request.method === "POST" && request.url === "/nonces") {
    const nonce = randomBytes(20).toString("hex");
    remember(nonce);
    return [201, { nonce }];
  }
  if (request.method === "POST" && request.url === "/sessions") {
    if (spend(JSON.parse(body).identity_token)) return [201, { session_token: randomBytes(20).toString("hex") }];
    const data = { property: "identity_token" };
    return error(422, 105, "invalid_property", "The identity token is refused", data);
  }
  return error(404, 102, "not_found", "There is no such thing");
}

let answered = 0;
createServer((request, response) => {
  if (manner === "mortal" && (answered += 1) > ANSWERS) process.exit(1);
  let body = "";
  request.on("data", (piece) => (body += piece));
  request.on("end", () => {
    let said;
    try {
      said = answer(request, body);
    } catch {
      said = error(422, 105, "invalid_property", "The identity token is refused", { property: "identity_token" });
    }
    const text = JSON.stringify(said[1]);
    response.writeHead(said[0], { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
    response.end(text);
  });
}).listen(Number(port), "127.0.0.1");
