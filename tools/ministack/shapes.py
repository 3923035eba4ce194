"""What botocore's models of AWS's services say of a call that a state machine makes."""

import functools

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator


# It looks for all services the first time that it loads one.
_loader = Loader()


@functools.cache
def operation(service, action):
    """The model of a call, such as of sqs, sendMessage."""
    model = ServiceModel(_loader.load_service_model(service, "service-2"), service)
    return model.operation_model(action[0].upper() + action[1:])


def problems(arguments, shape):
    """What AWS would say of a call's arguments: unknown, missing, of a wrong type, no value of an enum."""
    found = []

    def renamed(value, shape):
        if shape.type_name == "structure" and isinstance(value, dict):
            # Step Functions writes all names in PascalCase, also where the service's API doesn't.
            members = {name[0].upper() + name[1:]: name for name in shape.members}
            return {
                members.get(key, f"{key}?"): renamed(item, shape.members[members[key]]) if key in members else item
                for key, item in value.items()
            }
        if shape.type_name == "list" and isinstance(value, list):
            return [renamed(item, shape.member) for item in value]
        if shape.type_name == "map" and isinstance(value, dict):
            return {key: renamed(item, shape.value) for key, item in value.items()}
        if getattr(shape, "enum", None) and value not in shape.enum:
            found.append(f"{value} is none of {shape.enum}")
        return value

    report = ParamValidator().validate(renamed(arguments, shape), shape)
    return found + ([report.generate_report()] if report.has_errors() else [])
