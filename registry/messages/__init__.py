"""
What the registry says to its neighbours: one plain function per message, from a record and an event to a body.
"""
