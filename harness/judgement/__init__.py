"""
What it means: the catalogue, findings, standing checks, verdicts.
"""
