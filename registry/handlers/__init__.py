"""
What the registry does on each command and each message: plain functions from the desk and the words given.
"""
