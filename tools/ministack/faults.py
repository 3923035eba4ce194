"""Lets a task of a state machine fail, and answers the calls that the emulator has no service for.

What fails is in the execution's name: `Announce-lost-always.Forget-refused-once.17` lets every attempt at the
task Announce be carried out and its answer be lost, and refuses the first attempt at Forget. What happens once
happens once in an execution, also to a task in a loop.

Inspector answers a digest with what the execution's input has: {"recorded": [{"arguments": ..., "answer": ...}, ...]}.
Asked for a finding's details, it answers with what was put to /_inspector, as {ARN: {"details": ..., "image": ...}}.
Security Hub's BatchUpdateFindings processes all that it is given.
"""

import contextlib
import contextvars
import functools
import json

import shapes
from ministack.services import stepfunctions as states

SERVICES = {"sqs": "SQS", "sns": "SNS", "dynamodb": "DynamoDB", "securityhub": "SecurityHub", "inspector2": "Inspector2"}

task = contextvars.ContextVar("task")  # The execution and the context of the task that runs.

# The executions, by name, in which the last of their faults struck.
struck = set()

# What Inspector knows of findings besides their events, by ARN.
inspector = {}

# The faults that have struck, each with its execution.
spent = set()


def install():
    for function in (_execute_task, _invoke_resource, _invoke_aws_sdk_integration):
        original = getattr(states, function.__name__)
        setattr(states, function.__name__, functools.partial(function, original))


def _execute_task(original, state, raw_input, execution, ctx):
    task.set((execution, ctx))
    return original(state, raw_input, execution, ctx)


def _fault():
    """What happens to this attempt, or nothing."""
    execution, ctx = task.get()
    *faults, _ = execution["name"].split(".")
    for fault in faults:
        name, _, rest = fault.partition("-")
        kind, _, times = rest.partition("-")
        if name == ctx["State"]["Name"] and (times == "always" or (execution["executionArn"], fault) not in spent):
            spent.add((execution["executionArn"], fault))
            if fault == faults[-1]:
                struck.add(execution["name"])
            return kind
    return None


def _invoke_resource(original, resource, arguments):
    service = SERVICES[resource.split(":")[-2]]
    if "aws-sdk:dynamodb:" in resource:
        service = "DynamoDb"  # By this name the SDK's errors differ from the optimized integration's.
    match _fault():
        case None:
            return original(resource, arguments)
        case "refused":
            raise states._ExecutionError(f"{service}.AccessDeniedException", "User is not authorized")
        case "throttled":
            raise states._ExecutionError(f"{service}.ThrottlingException", "Rate exceeded")
        # The cause of a timeout is empty, as LocalStack recorded of AWS (test_invoke_timeout).
        case "timeout":
            raise states._ExecutionError("States.Timeout", "")
        case "lost":
            # It may have refused, such as the second time; that answer is lost too.
            with contextlib.suppress(states._ExecutionError):
                original(resource, arguments)
            raise states._ExecutionError("States.Timeout", "")
        case kind:
            raise AssertionError(f"{kind} isn't a fault")


def _invoke_aws_sdk_integration(original, resource, arguments):
    service, action = resource.split(":")[-2:]
    if action == "batchUpdateFindings":
        return {"ProcessedFindings": arguments["FindingIdentifiers"], "UnprocessedFindings": []}
    if service == "inspector2":
        execution, _ = task.get()
        recorded = json.loads(execution["input"]).get("recorded")
        if recorded is None:
            return _known(action, arguments)
        for call in recorded:
            if call["arguments"] == arguments:
                return call["answer"]
        raise states._ExecutionError("Inspector2.ValidationException", f"no answer is recorded to {arguments}")
    return original(resource, arguments)


def _known(action, arguments):
    """Inspector's answer about a finding's details."""
    if action == "batchGetFindingDetails":
        [arn] = arguments["FindingArns"]
        known = inspector.get(arn, {}).get("details")
        if known is None:
            missing = {"FindingArn": arn, "ErrorCode": "FINDING_DETAILS_NOT_FOUND", "ErrorMessage": "Not found"}
            return {"FindingDetails": [], "Errors": [missing]}
        return _as_modelled(action, {"FindingDetails": [{"FindingArn": arn, **known}], "Errors": []})
    [criterion] = arguments["FilterCriteria"]["FindingArn"]
    image = inspector.get(criterion["Value"], {}).get("image")
    resources = [{"Id": "image", "Type": "AWS_ECR_CONTAINER_IMAGE", "Details": {"AwsEcrContainerImage": image}}]
    return _as_modelled(action, {"Findings": [] if image is None else [{"Resources": resources}]})


def _as_modelled(action, answer):
    # A finding has more members, which no expression reads.
    wrong = [it for it in shapes.problems(answer, shapes.operation("inspector2", action).output_shape) if "Missing" not in it]
    if wrong:
        raise AssertionError(f"Inspector never answers that: {wrong}")
    return answer
