// A driver of layer-conformance around npm's layer-websdk 3.4.18 (docs/clients.md).
// package-lock.json pins the SDK, and the shims for XMLHttpRequest and WebSocket; `npm ci` installs them.
'use strict';

const readline = require('node:readline');

console.log = console.info = console.warn = console.debug = console.error; // standard output is the protocol's
// What the SDK looks for in a browser, with shims from npm for the two that Node has not.
global.window = { addEventListener() {} };
global.getNativeSupport = (name) => ({ setImmediate })[name];
global.XMLHttpRequest = class extends require('xhr2') {
  send(...body) { open.add(this); super.send(...body); }
  dispatchEvent(event) { if (ENDS.includes(event.type)) open.delete(this); super.dispatchEvent(event); }
};
global.WebSocket = require('ws');
const layer = require('layer-websdk');

const PATIENCE = 1500; // ms of quiet, longer than the SDK's own pauses, after which what has no event has failed
const TICK = 50; // ms; a machine that is slow makes fewer ticks, and so has more time
const ENDS = ['load', 'error', 'abort', 'timeout'];
const open = new Set(); // requests of the SDK that have no answer yet
let told = null; // what begin said
let client = null;
let refuse = () => {}; // what the app does where its identity server refuses
let user = null; // who signs in: the app's own memory, for challenges

function app() {
  const made = new layer.Client({
    appId: told.app_id,
    url: told.layer_url,
    websocketUrl: told.layer_url.replace(/^http/, 'ws'),
    telemetryEnabled: false,
    logLevel: layer.Constants.LOG.NONE,
  });
  made.on('challenge', (event) => {
    identityToken(event.nonce).then(event.callback).catch((error) => refuse(error));
  });
  return made;
}

async function identityToken(nonce) {
  const answer = await fetch(told.identity_url, {
    method: 'POST',
    redirect: 'error',
    // One connection each: who asks again as an idle one is closed would get no answer.
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', Connection: 'close' },
    body: JSON.stringify({ app_id: told.app_id, user_id: user.user, password: user.password, nonce }),
  });
  const { identity_token: token } = await answer.json();
  if (!answer.ok || typeof token !== 'string' || !token) throw new Error(`no identity token (${answer.status})`);
  return token;
}

// Acts once all is quiet; while a request is open, patience is four times as long. Returns what calls it off.
function afterQuiet(act) {
  let left = PATIENCE;
  const clock = setInterval(() => {
    left -= open.size ? TICK / 4 : TICK;
    if (left <= 0) { clearInterval(clock); act(); }
  }, TICK);
  return () => clearInterval(clock);
}

// Resolves with nothing once the user is signed in, and with why where that has failed.
function signedIn(start) {
  return new Promise((resolve) => {
    const callOff = afterQuiet(() => resolve('the SDK fired no event'));
    const end = (why) => () => { callOff(); resolve(why); };
    client.once('ready', end(''));
    for (const name of ['authenticated-error', 'connected-error']) client.once(name, end(name));
    refuse = (error) => end([error, error.cause].filter(Boolean).join(', '))();
    start();
  });
}

function forget() {
  if (client) { client.off(); client.destroy(); }
  client = null;
}

const DOINGS = {
  async begin(request) {
    forget();
    told = request;
    return { client: { name: 'layer-websdk', version: layer.Client.version } };
  },
  async sign_in(request) {
    forget();
    user = request;
    client = app();
    const error = await signedIn(() => client.connect(request.user));
    return { signed_in: client.isAuthenticated, ...(error && { error }) };
  },
  async use() {
    if (!client || !client.isAuthenticated) return { signed_in: false }; // an app shows its sign-in page then
    let again = Promise.resolve();
    const answer = await new Promise((resolve) => {
      client.once('deauthenticated', () => { again = signedIn(() => {}); });
      client.xhr({ url: '/conversations', method: 'GET', sync: false }, resolve);
      afterQuiet(() => resolve({}));
    });
    await again;
    return { signed_in: client.isAuthenticated, status: answer.status };
  },
  async sign_out() {
    if (client) await new Promise((resolve) => { client.logout(resolve); afterQuiet(resolve); });
    return { signed_in: Boolean(client && client.isAuthenticated) };
  },
};

// What the SDK throws where it calls back ends no page in a browser; what it was about is then late.
process.on('uncaughtException', (error) => console.error(error));

let turn = Promise.resolve();
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  turn = turn.then(async () => {
    const doing = DOINGS[request.do];
    const answer = doing ? { ok: true, ...(await doing(request)) } : { ok: false, unsupported: true };
    process.stdout.write(`${JSON.stringify({ id: request.id, ...answer })}\n`);
  }).catch((error) => {
    console.error(error);
    process.stdout.write(`${JSON.stringify({ id: request.id, ok: false, error: String(error) })}\n`);
  });
}).on('close', () => process.exit(0));
