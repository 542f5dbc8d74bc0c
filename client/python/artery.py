"""Client of an Artery node for Python 3.9 and later, with the standard library only.

The standard library signs neither Ed25519 nor P-256, so this client takes the gateway profile: a client id with a secret
at the token endpoint and a bearer token afterwards (RFC 6749 section 4.4, RFC 6750). The provider allows it for each
grant; the sandbox takes it always. Use it over HTTPS only: whoever reads the secret is the client.

    from artery import Artery
    members = Artery("https://node.example", "gw-...", secret, agreement="sandbox:members").register("members")
    print(members.opens()["fields"])
    print(members.lookup(["000001"]))
    for record in members.records(where=["place:eq:001"]):
        print(record["values"])
"""

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request


class Refused(Exception):
    """What the node answered instead: a problem (RFC 9457), with the decision when it was one."""

    def __init__(self, status, problem):
        super().__init__(problem.get("detail") or problem.get("title") or str(status))
        self.status = status
        self.problem = problem
        self.decision = problem.get("decision")


class Artery:
    """One client under one agreement. Not for several threads at once."""

    RENEW_BEFORE = 30  # seconds

    def __init__(self, address, client_id, secret, agreement, purpose=None, language="en", timeout=30):
        self._address = address.rstrip("/")
        self._credentials = base64.b64encode(
            f"{urllib.parse.quote(client_id, safe='')}:{urllib.parse.quote(secret, safe='')}".encode()
        ).decode()
        self._form = {"grant_type": "client_credentials", "agreement": agreement}
        if purpose is not None:
            self._form["purpose"] = purpose
        self._language = language
        self._timeout = timeout
        self._token = None
        self._until = 0.0

    def register(self, name):
        return Register(self, name)

    def token(self):
        """The access token in hand; a new one when it is about to end."""
        if self._token is None or time.monotonic() > self._until - self.RENEW_BEFORE:
            answer = self._send(
                "POST",
                "/exchange/v1/token",
                urllib.parse.urlencode(self._form).encode(),
                {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {self._credentials}"},
            )
            self._token = answer["access_token"]
            self._until = time.monotonic() + answer["expires_in"]
        return self._token

    def call(self, method, path, body=None):
        """One call with the token; once more with a new one when the old one is not taken any more."""
        for last in (False, True):
            headers = {"Authorization": f"Bearer {self.token()}"}
            data = None
            if body is not None:
                data = json.dumps(body).encode()
                headers["Content-Type"] = "application/json"
            try:
                return self._send(method, path, data, headers)
            except Refused as refusal:
                if last or refusal.status != 401:
                    raise
                self._token = None

    def _send(self, method, path, data, headers):
        request = urllib.request.Request(self._address + path, data=data, method=method)
        for name, value in {"Accept": "application/json", "Accept-Language": self._language, **headers}.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")
            try:
                problem = json.loads(text)
            except ValueError:
                problem = {"title": text[:200] or error.reason}
            raise Refused(error.code, problem) from None


class Register:
    """A register of the node, as far as the agreement opens it."""

    def __init__(self, client, name):
        self._client = client
        self._path = "/exchange/v1/" + urllib.parse.quote(name, safe="")

    def opens(self):
        """Fields, rows, what is left of the quota, the release; nothing is counted."""
        return self._client.call("GET", self._path)

    def would(self, **query):
        """Would it be granted? mode=..., fields="a,b", purpose=...; nothing is counted."""
        return self._client.call("GET", self._path + "/would" + _query(query))

    def lookup(self, key, fields=None, release=None):
        """One record by its key, one text for each key field; None when nothing is held for this client."""
        try:
            return self._client.call("POST", self._path + "/lookup", _body(key=key, fields=fields, release=release))
        except Refused as refusal:
            if refusal.status == 404 and refusal.problem.get("type", "").endswith("/not-held"):
                return None
            raise

    def batch(self, keys, fields=None, release=None):
        """Up to 1,000 records in the order of the keys; None where nothing is held."""
        body = _body(keys=keys, fields=fields, release=release)
        return self._client.call("POST", self._path + "/batch", body)["items"]

    def records(self, where=(), fields=None, order=None, limit=200, release=None):
        """Every record, page by page. where: "field:operator:value"."""
        cursor = None
        while True:
            query = {"where": list(where), "fields": fields and ",".join(fields), "order": order}
            query.update(limit=limit, cursor=cursor, release=release)
            page = self._client.call("GET", self._path + "/records" + _query(query))
            yield from page["items"]
            cursor = page.get("next")
            if cursor is None:
                return


def _body(**members):
    return {name: value for name, value in members.items() if value is not None}


def _query(members):
    given = {name: value for name, value in members.items() if value is not None and value != []}
    return "?" + urllib.parse.urlencode(given, doseq=True) if given else ""
