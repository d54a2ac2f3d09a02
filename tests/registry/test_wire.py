"""
The generated structs are what the published documents say, now.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.wire import generate


@pytest.mark.parametrize("module", sorted(generate.MODULES))
def test_generated_modules_follow_the_documents(module: str) -> None:
    """
    Writing a module again from its document gives the committed text.
    """
    committed = (Path(generate.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    assert generate.module_text(module) == committed
