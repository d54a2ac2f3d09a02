"""
The network's state and what each message does to it; its set-up data, acts and reads.
"""
