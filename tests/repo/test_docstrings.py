"""
Tests can be read by a stranger: each says in one sentence what it holds true.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]


def functions_that_test(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """
    Every test function of a module, in classes too.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def test_every_test_states_its_property() -> None:
    """
    Every test function has a docstring.
    """
    silent = [
        f"{path.relative_to(TESTS)}:{test.lineno} {test.name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for test in functions_that_test(ast.parse(path.read_text(encoding="utf-8")))
        if not ast.get_docstring(test)
    ]
    assert silent == []
