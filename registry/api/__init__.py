"""
The doors of the registry: HTTP on the outside, the service within.
"""
