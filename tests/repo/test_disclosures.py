"""
Every field on the wire has a line saying on what provision it may go there, and no line speaks of anything else.
"""

from __future__ import annotations

import importlib
import typing
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from fakes._core.openapi import FAKES
from harness.law.disclosures import Fault, WireField, disclosures

NO_NUMBER = {"dept-election", "dept-neighbourhood"}
DEPARTMENTS = {
    "dept-health-insurance",
    "dept-pension",
    "dept-long-term-care",
    "dept-elderly-care",
    "dept-child-allowance",
    "dept-tax",
    *NO_NUMBER,
}


def fields_of(struct: Any, prefix: str = "") -> Iterator[str]:
    """
    Names of a body's fields; those of structs inside are written ``persons[].name``.
    """
    hints = typing.get_type_hints(struct, include_extras=True)
    for field in msgspec.structs.fields(struct):
        hint = hints[field.name]
        if typing.get_origin(hint) is typing.Annotated:
            hint = hint.__origin__
        inner = [part for part in (hint, *typing.get_args(hint)) if _is_struct(part)]
        if inner:
            mark = "[]" if typing.get_origin(hint) is list else ""
            yield from fields_of(inner[0], f"{prefix}{field.encode_name}{mark}.")
        else:
            yield f"{prefix}{field.encode_name}"


def _is_struct(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, msgspec.Struct)


def bodies_of(declared: Any) -> list[Any]:
    """
    The bodies a table entry of a wire module declares: one struct, or several.
    """
    return [part for part in (declared, *typing.get_args(declared)) if _is_struct(part)]


def wire_fields() -> set[WireField]:
    """
    Every field of every message between the systems, with its receiver.
    """
    found = set()
    for fake in FAKES:
        wire = importlib.import_module(f"fakes.{fake}.wire")
        sides = [(name, fake) for name in ("FROM_TOWN", "FROM_REGISTRY")] + [("TO_REGISTRY", "registry")]
        for table, side in sides:
            for message, declared in getattr(wire, table, {}).items():
                for body in bodies_of(declared):
                    for receiver in _receivers(message, side):
                        found |= {
                            WireField(message=message, receiver=receiver, field=name)
                            for name in fields_of(body)
                            if not (receiver in NO_NUMBER and name == "individual_number")
                        }
    return found


def _receivers(message: str, side: str) -> set[str]:
    if side != "departments":
        return {side}
    return {"dept-health-insurance"} if message == "D03" else DEPARTMENTS


def test_every_field_on_the_wire_has_a_line_and_every_line_a_field() -> None:
    """
    The table and the wire agree, both ways.
    """
    assert disclosures().check(wire_fields()) == ()


@pytest.mark.parametrize("fault", [Fault.MISSING, Fault.DANGLING])
def test_a_difference_is_seen(fault: Fault) -> None:
    """
    One field more on the wire is missing in the table; one less leaves a line dangling.
    """
    wire = wire_fields()
    stray = WireField(message="J01", receiver="juki_net", field="blood_type")
    changed = wire | {stray} if fault is Fault.MISSING else wire - {min(wire)}
    assert [problem.fault for problem in disclosures().check(changed)] == [fault]


def test_departments_outside_the_number_system_have_no_line_for_the_number() -> None:
    """
    What has no line may not go there: the Individual Number to the election commission and the neighbourhood office.
    """
    lines = disclosures().lines
    for department in NO_NUMBER:
        assert WireField(message="D01", receiver=department, field="individual_number") not in lines
        assert WireField(message="D01", receiver=department, field="name") in lines
