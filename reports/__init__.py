"""
Readers of the event stream. Everything they say is made from the events alone, with no registry at hand.
"""
