"""
The port: the only way to the registry under test.
"""
