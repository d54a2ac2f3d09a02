"""
The script made executable: wordings, cast, steps.

Imports the harness only; asks the fakes over their control planes.
"""
