"""Spares the emulator work that changes no answer, most of it in the evaluator of JSONata."""

import functools
import itertools
import threading
import time
import types

import jsonata
from ministack.services import stepfunctions as states

_lock = threading.Lock()
_parsed = {}


def install():
    # No rule listens to these events, and Express workflows send none.
    # https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    states._emit_execution_status_event = lambda execution: None
    states.time = _Time()
    jsonata.timebox.Timebox = Timebox
    jsonata.Jsonata.Frame.lookup = _lookup
    # To make a parser or parse an expression takes longer than to evaluate it. Machines have few expressions, but
    # each execution has a thread, and by default each thread a parser.
    jsonata.Jsonata.PARSER = types.SimpleNamespace()
    jsonata.parser.Parser.parse = functools.partialmethod(_parse, jsonata.parser.Parser.parse)


class _Time:
    """The module, as state machines use it."""

    def __getattr__(self, name):
        return getattr(time, name)

    @staticmethod
    def sleep(seconds):
        # The emulator lets each execution begin a little later than StartExecution answers. StartSyncExecution
        # answers when it has ended.
        if seconds != 0.15 or threading.current_thread().name != "ministack-sfn-sync-exec":
            time.sleep(seconds)


def _parse(parser, original, expression, *engine):
    with _lock:
        if expression not in _parsed:
            _parsed[expression] = original(parser, expression, *engine)
        return _parsed[expression]


def _lookup(frame, name):
    """As the original does, which calls itself for each frame."""
    while frame is not None:
        if name in frame.bindings:
            return frame.bindings[name]
        frame = frame.parent
    return None


class Timebox(jsonata.timebox.Timebox):
    """Limits the time that an evaluation itself runs, not the time in which hundreds of executions take turns."""

    def __init__(self, frame, timeout=None, max_depth=None):
        end = time.thread_time() + timeout / 1000
        calls = itertools.count(1)

        def entry(*_):
            if next(calls) % 100 == 0 and time.thread_time() > end:  # The clock is slow.
                raise jsonata.JException("D1012", -1, timeout)

        frame.bind("__evaluate_entry", entry)
        frame.bind("__evaluate_exit", None)  # Otherwise it would be looked for in every frame.
