"""
The Immigration Services Agency: notices both ways.
"""
