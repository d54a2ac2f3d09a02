"""
Whether what a simulated neighbour said to the registry is as published (``docs/openapi/registry-town.json``).

Asked only of what the registry did not take: then it must be known whether the registry was wrong to refuse, or the
town to send. The validator is imported when first needed: in a healthy run that is never.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from harness.running.entries import features_folder

DOCUMENT = features_folder().parent / "docs" / "openapi" / "registry-town.json"


def misspoken(kind: str, envelope: Any, body: Any) -> str | None:
    """
    Where a message of this type is not as published: the place, never the value. None where it is.
    """
    validator = _validators().get(kind)
    if validator is None:
        return "message_type"
    error = next(validator.iter_errors({"envelope": envelope, "body": body}), None)
    return None if error is None else ".".join(["$", *(str(part) for part in error.instance_path)])


@cache
def _validators() -> dict[str, Any]:
    import jsonschema_rs  # noqa: PLC0415 - see above

    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    found = {}
    for path, item in document["paths"].items():
        schema = item["post"]["requestBody"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": document["components"]}
        found[path.rpartition("/")[2]] = jsonschema_rs.Draft202012Validator(whole)
    return found
