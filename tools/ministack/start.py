"""Starts the emulator, as strict as AWS on the calls that the program makes, and with faults on request.

GATEWAY_PORT and BIND_HOST say where it listens. GET /_seen lists the events that EventBridge lost, by rule, and the
executions in which a fault struck, since the last reset. POST /_inspector says what Inspector knows of findings.
"""

import json

import faults
import quick
import strict
from ministack import app

strict.install()
faults.install()
quick.install()


async def with_seen(scope, receive, send, emulator=app.app):
    if scope["type"] == "http" and scope["path"] == "/_seen":
        seen = {"lost": strict.lost, "struck": sorted(faults.struck)}
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": json.dumps(seen).encode()})
    elif scope["type"] == "http" and scope["path"] == "/_inspector":
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part["body"], part.get("more_body", False)
        faults.inspector.update(json.loads(body))
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b""})
    else:
        if scope["type"] == "http" and scope["path"] == "/_ministack/reset":
            strict.lost.clear()
            faults.struck.clear()
            faults.spent.clear()
            faults.inspector.clear()
        await emulator(scope, receive, send)


app.app = with_seen
app.main()
