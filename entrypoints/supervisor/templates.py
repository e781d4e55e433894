"""The `${NAME}` templates of `deploy/nginx`; `$name` belongs to nginx and stays."""

import re
from collections.abc import Mapping

from entrypoints.problems import Problem

_NAME = re.compile(r"\$\{([A-Z_]+)\}")


def render(template: str, values: Mapping[str, str]) -> str:
    unknown = set(_NAME.findall(template)) - set(values)
    if unknown:
        raise Problem(f"the nginx template names an unknown value: {min(unknown)}")
    return _NAME.sub(lambda found: values[found[1]], template)
