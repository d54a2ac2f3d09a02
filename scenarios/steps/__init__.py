"""
The steps, one module per subject. They build commands and expectations; no HTTP, no branching on the law.
"""
