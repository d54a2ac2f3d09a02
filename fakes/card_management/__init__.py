"""
The Individual Number Card management system: issue, state, hand-over, continued use.
"""
