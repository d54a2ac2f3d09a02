"""
The reference registry: a municipal resident registry that is judged by default, and its deliberate defects.

It imports no other room. What the instrument also knows about the law is written here a second time, on purpose.
"""

VERSION = "0.1.0"
