"""
What all fakes share: service, control plane, journal, clock, faults, problems, credentials.
"""
