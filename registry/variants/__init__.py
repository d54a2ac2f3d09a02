"""
Registries that obey the law and are otherwise unlike the reference: a suite that fails one of them is wrong.

Each replaces wiring and parts from outside, as a defect does; no domain code knows of them.
"""
