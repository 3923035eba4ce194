"""Starts the emulator, as strict as AWS on the calls that the program makes, and with faults on request.

GATEWAY_PORT and BIND_HOST say where it listens. GET /_lost tells how many events EventBridge lost, by rule.
"""

import json

import faults
import strict
from ministack import app

strict.install()
faults.install()


async def with_lost(scope, receive, send, emulator=app.app):
    if scope["type"] == "http" and scope["path"] == "/_lost":
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": json.dumps(strict.lost).encode()})
    else:
        await emulator(scope, receive, send)


app.app = with_lost
app.main()
