"""
The municipality's own departments: health insurance, pension, care, child allowance, tax, education, election, others.
"""
