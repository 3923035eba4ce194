"""Starts the emulator so that it takes events of AWS's own sources, which on a real bus only AWS sends.

GATEWAY_PORT and BIND_HOST say where it listens.
"""

import functools

from ministack.app import main
from ministack.services import eventbridge

eventbridge._put_events = functools.partial(eventbridge._put_events, allow_aws_source=True)
main()
