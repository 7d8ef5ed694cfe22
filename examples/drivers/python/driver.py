"""A driver of layer-conformance, to start from: what is in `App` is what your own app does."""

import json
import sys

import requests


class App:
    def __init__(self, told):
        self.told, self.session_token = told, None
        self.layer = {"Accept": f"application/vnd.layer+json; version={told['version']}"}

    def sign_in(self, user, password):
        self.session_token = None
        nonce = self.ask_for("nonce", f"{self.told['layer_url']}/nonces", self.layer, None)
        login = {"app_id": self.told["app_id"], "user_id": user, "password": password, "nonce": nonce}
        token = self.ask_for("identity_token", self.told["identity_url"], {"Accept": "application/json"}, login)
        session = {"identity_token": token, "app_id": self.told["app_id"]}
        self.session_token = self.ask_for("session_token", f"{self.told['layer_url']}/sessions", self.layer, session)

    def ask_for(self, member, url, headers, content):
        answer = requests.post(url, json=content, headers=headers, allow_redirects=False, timeout=5)
        answer.raise_for_status()
        value = answer.json().get(member)
        if not isinstance(value, str) or not value:
            raise ValueError(f"{url} gave no {member}")
        return value


app = None
for line in sys.stdin:
    request = json.loads(line)
    answer = {"id": request["id"], "ok": True}
    if request["do"] == "begin":
        app = App(request)
    elif request["do"] == "sign_in":
        try:
            app.sign_in(request["user"], request["password"])
        except (requests.RequestException, ValueError) as error:
            answer["error"] = repr(error)
        answer["signed_in"] = app.session_token is not None
    else:
        answer = {"id": request["id"], "ok": False, "unsupported": True}
    print(json.dumps(answer), flush=True)
