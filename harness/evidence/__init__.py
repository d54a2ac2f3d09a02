"""
What happened: a run as a stream of immutable events, its history, and the masking before anything is written.
"""
