"""
A run: statement, town, doctor, plan, scenes, proof.
"""
