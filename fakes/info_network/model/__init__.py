"""
The network without HTTP: codes, list and requests, and how an inquiry passes through.
"""
