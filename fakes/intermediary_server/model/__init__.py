"""
The intermediary server without HTTP: sections, what is kept in them, how requests are answered.
"""
