"""
The town: every system a resident registry talks to, as HTTP services that also run alone.
"""
