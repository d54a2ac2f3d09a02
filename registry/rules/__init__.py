"""
Rules of the law as this registry reads them: pure functions over text and dates, and dated tables beside them.
"""
