"""
The Information Provision Network System, with the inquirers behind it.
"""
