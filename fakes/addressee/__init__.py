"""
The integrated addressee system: one number per person inside the municipality, conversion, checks of inquiries.
"""
