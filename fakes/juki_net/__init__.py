"""
The Basic Resident Registration Network: municipal communication server, prefecture, nation, other municipalities.
"""
