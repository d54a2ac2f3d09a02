"""
Measurements, side by side in one run, medians of several. Nothing here is a test; nothing here passes or fails.
"""
