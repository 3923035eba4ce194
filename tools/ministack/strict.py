"""Makes the emulator refuse what AWS refuses, on the calls that the program makes.

Each function below stands in front of the emulator's own of the same name, which it gets as `original`. What
AWS refuses is in botocore's models, or in the documentation that a comment names.
"""

import contextvars
import functools
import json
import re
import threading

import jsonata
import shapes
from botocore.validate import ParamValidator
from ministack.core.responses import error_response_json, json_response
from ministack.services import dynamodb, eventbridge, sns, sqs
from ministack.services import stepfunctions as states

# Of an execution's input, a state's and a task's input and output, and of SNS's message, in bytes.
# https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
LARGEST = 262_144

# What States.ALL doesn't match. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
TERMINAL = {"States.Runtime", "States.DataLimitExceeded"}

# How many events EventBridge could neither deliver nor keep: its metric InvocationsFailedToBeSentToDlq, by rule.
lost = {}


def install():
    for module, function in (
        (states, _invoke_resource),
        (states, _invoke_resource_with_timeout),
        (states, _error_matches),
        (states, _add_event),
        (states, _evaluate_jsonata),
        (states, _apply_state_assign),
        (states, _start_execution),
        (states, _start_sync_execution),
        (sns, publish_internal),
        (sqs, _act_send_message),
        (eventbridge, _now_ts),
        (eventbridge, _put_events),
        (eventbridge, _invoke_target),
    ):
        original = getattr(module, function.__name__)
        setattr(module, function.__name__, functools.partial(function, original))
    sqs._HANDLERS["SendMessage"] = sqs._act_send_message
    for name in ("_put_item", "_update_item", "_delete_item", "_get_item", "_query", "_transact_write_items"):
        setattr(dynamodb, name, functools.partial(_one_by_one, getattr(dynamodb, name)))


def size(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode())


# Tasks


def _invoke_resource(original, resource, arguments):
    service, action = resource.split(":")[-2:]
    if size(arguments) > LARGEST:
        raise states._ExecutionError("States.DataLimitExceeded", f"the arguments of {action} are too large")
    # Step Functions turns an object into text where these take a text.
    texts = {key: json.dumps(arguments[key]) for key in ("Message", "MessageBody") if isinstance(arguments.get(key), dict)}
    problems = shapes.problems({**arguments, **texts}, shapes.operation(service, action).input_shape)
    if problems:
        raise states._ExecutionError("States.Runtime", f"the arguments can't be used for {action}: {problems}")
    return original(resource, arguments)


def _invoke_resource_with_timeout(original, resource, arguments, timeout):
    # Only faults.py lets a task time out: the emulator's timer would strike at random on a busy machine.
    return states._invoke_resource(resource, arguments)


_one_call = threading.Lock()


def _one_by_one(original, data):
    # A conditional write and a transaction are atomic; the emulator would let another call in between. All ways to
    # the table pass here: tasks of both kinds of integration, and a test's own calls.
    with _one_call:
        return original(data)


def _error_matches(original, error_equals, error):
    return error not in TERMINAL and original(error_equals, error)


def _add_event(original, execution, kind, details=None):
    for part in (details or {}).values():
        for text in (part.get("input"), part.get("output")):
            # The emulator writes non-ASCII as escapes and blanks after commas, which don't count.
            if text and len(text) > LARGEST and size(json.loads(text)) > LARGEST:
                raise states._ExecutionError("States.DataLimitExceeded", f"too large at {kind}")
    original(execution, kind, details)


# JSONata


@functools.cache
def _unbound(expression):
    """The variables that an expression uses and does not set itself."""
    parsed = jsonata.Jsonata.jsonata(expression)
    states._register_sfn_jsonata_functions(parsed)
    known = {"", "$", *parsed.environment.bindings, *jsonata.Jsonata.static_frame.bindings}
    used, seen, left = set(), set(), [parsed.ast]
    while left:
        node = left.pop()
        if isinstance(node, (list, tuple)):
            left.extend(node)
        elif isinstance(node, jsonata.parser.Parser.Symbol) and id(node) not in seen:
            seen.add(id(node))
            left.extend(vars(node).values())
            if node.type == "variable":
                used.add(node.value)
            elif node.type == "bind":
                known.add(node.lhs.value)
            elif node.type == "lambda":
                known.update(argument.value for argument in node.arguments)
    return frozenset(used - known)


def _evaluate_jsonata(original, expression, raw_input, ctx=None, result=None, error_output=None):
    try:
        undefined = _unbound(expression) - {"states", *(ctx or {}).get("variables", {})}
    except jsonata.JException:
        undefined = None  # The emulator says what's wrong with it.
    if undefined:
        raise states._ExecutionError("States.QueryEvaluationError", f"undefined variables: {', '.join(undefined)}")
    return original(expression, raw_input, ctx, result, error_output)


def _apply_state_assign(original, state, raw_input, ctx, result=None, error_output=None):
    """Evaluates each variable with those from before the state.

    https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
    """
    before = ctx["variables"]
    assigned = {}
    for name, template in state.get("Assign", {}).items():
        one = {**ctx, "variables": dict(before)}
        original({**state, "Assign": {name: template}}, raw_input, one, result, error_output)
        assigned[name] = one["variables"][name]
    if size(assigned) > LARGEST:
        raise states._ExecutionError("States.DataLimitExceeded", f"the variables {', '.join(assigned)} are too large")
    before.update(assigned)


# Starts


def _start_problem(data):
    text = data.get("input", "{}")
    report = ParamValidator().validate(data, shapes.operation("stepfunctions", "startExecution").input_shape)
    if report.has_errors():
        return "ValidationException", report.generate_report()
    if size(text) > LARGEST:
        return "ValidationException", f"Value at 'input' must have length less than or equal to {LARGEST}"
    if not re.fullmatch(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/]{1,80}", data.get("name", "none")):
        return "InvalidName", "Invalid Name"
    try:
        json.loads(text)
    except ValueError:
        return "InvalidExecutionInput", "Invalid State Machine Execution Input"
    return None


def _start_execution(original, data):
    problem = _start_problem(data)
    return error_response_json(*problem, 400) if problem else original(data)


def _start_sync_execution(original, data):
    machine = states._state_machines.get(data.get("stateMachineArn"))
    if machine and machine["type"] != "EXPRESS":
        return error_response_json("StateMachineTypeNotSupported", "only Express workflows run synchronously", 400)
    return _start_execution(original, data)


# SNS and SQS


def publish_internal(original, topic_arn, message, *rest, **more):
    if not message:
        raise sns.SnsPublishError("InvalidParameter", "Invalid parameter: Empty message")
    return original(topic_arn, message, *rest, **more)


def _act_send_message(original, data, url):
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html"""
    whole = size(data.get("MessageBody", ""))
    for name, attribute in (data.get("MessageAttributes") or {}).items():
        value = attribute.get("StringValue") or attribute.get("BinaryValue")
        if not value or not attribute.get("DataType"):
            problem = f"Message (user) attribute '{name}' must contain a non-empty value of type 'String'."
            raise sqs._Err("InvalidParameterValue", problem)
        if sqs._INVALID_SQS_CHARS_RE.search(value):
            raise sqs._Err("InvalidParameterValue", f"Message (user) attribute '{name}' has invalid characters.")
        whole += size(name) + size(attribute["DataType"]) + size(value)
    largest = int(sqs._get_q(data.get("QueueUrl", url))["attributes"]["MaximumMessageSize"])
    if whole > largest:
        raise sqs._Err("InvalidParameterValue", f"Message must be shorter than {largest} bytes.")
    return original(data, url)


# EventBridge


_time = contextvars.ContextVar("time", default=None)  # Of the entry that is put.


def _now_ts(original):
    return _time.get() or original()


def _put_events(original, data, allow_aws_source=False):
    """Gives an event its entry's time, which the emulator ignores."""
    whole = {"FailedEntryCount": 0, "Entries": []}
    for entry in data["Entries"]:
        _time.set(entry.get("Time"))
        # On a real bus only AWS itself sends events of its own sources.
        status, headers, body = original({**data, "Entries": [entry]}, allow_aws_source=True)
        if status >= 400:
            return status, headers, body
        part = json.loads(body)
        whole = {key: value + part[key] for key, value in whole.items()}
    _time.set(None)
    return json_response(whole)


def _invoke_target(original, target, event, rule, view=None):
    """Delivers to a topic or a state machine, and to the dead-letter queue what those refuse."""
    event = json.dumps((view or eventbridge._pattern_event_view(event)).event_with_detail(), separators=(",", ":"), ensure_ascii=False)
    refusal = _refusal(target["Arn"], event)
    if not refusal:
        return
    attributes = {
        "ERROR_CODE": refusal[0],
        "ERROR_MESSAGE": refusal[1],
        "RULE_ARN": rule["Arn"],
        "TARGET_ARN": target["Arn"],
    }
    message = {
        "MessageBody": event,
        "MessageAttributes": {name: {"DataType": "String", "StringValue": text} for name, text in attributes.items()},
    }
    try:
        sqs._act_send_message(message, sqs._queue_url(target["DeadLetterConfig"]["Arn"].split(":")[-1]))
    except (KeyError, sqs._Err):
        lost[rule["Name"]] = lost.get(rule["Name"], 0) + 1


def _refusal(arn, event):
    """Why a target didn't take an event, as a code and a message; nothing if it did."""
    if ":states:" in arn:
        status, _, body = states._start_execution({"stateMachineArn": arn, "input": event})
        problem = json.loads(body)
        return (problem["__type"], problem.get("message") or problem["__type"]) if status >= 400 else None
    try:
        published = sns.publish_internal(arn, event)
    except sns.SnsPublishError as error:
        return error.code, str(error)
    return None if published else ("NO_RESOURCE", "Topic does not exist")
