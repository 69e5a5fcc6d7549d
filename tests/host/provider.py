"""A small OpenID Connect provider on this machine: says what a test tells it to say, checks what a client must send."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "dougong-test", "the secret of the client"


@dataclass
class Provider:
    """`claims` are put into the next token over the right ones; `key` signs it."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    published: RSAKey | None = None
    asked: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def authorise(self, url: str) -> str:
        """What the browser would carry back after the person agreed: the query of the redirect."""
        self.asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        for name, wanted in (("response_type", "code"), ("client_id", CLIENT), ("code_challenge_method", "S256")):
            if self.asked.get(name) != wanted:
                self.faults.append(name)
        return f"state={self.asked['state']}&code=good"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.asked.get("code_challenge"):
            self.faults.append("code_verifier")
        if authorization != "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode():
            self.faults.append("client secret")
        if self.faults or form.get("code") != "good":
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 300,
            "nonce": self.asked["nonce"], "email": "wu@a.example", "email_verified": True, **self.claims,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    def answer(self, path: str) -> dict[str, Any] | None:
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.address, "authorization_endpoint": f"{self.address}/authorise",
                "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
            },
            "/keys": {"keys": [(self.published or self.key).as_dict(private=False)]},
        }.get(path)  # fmt: skip


@contextmanager
def running() -> Iterator[Provider]:
    """On a free port of this machine."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(provider.answer(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            form = {key: values[0] for key, values in parse_qs(body).items()}
            found = provider.token(form, self.headers.get("authorization", ""))
            self._send(found, 400 if "error" in found else 200)

        def _send(self, found: dict[str, Any] | None, status: int = 200) -> None:
            self.send_response(status if found is not None else 404)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
