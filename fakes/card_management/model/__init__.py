"""
What the system holds: cards, certificates on them, mailings; and what each message, act and moved clock does to it.
"""
