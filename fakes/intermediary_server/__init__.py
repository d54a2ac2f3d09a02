"""
The intermediary server: provision copies, inquiry and provision, records, one section per municipality.
"""
