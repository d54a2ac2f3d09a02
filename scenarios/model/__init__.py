"""
The oracle: what the law makes of any sequence of acts. Pure: no I/O, no clock of its own, no port.

``ruling`` says whether an act is lawful; ``register`` is what must stand afterwards; ``owed`` is what must reach whom.
Each file beside them is one subject of section 住基法 and reads beside its article. Where the oracle does not know
enough to say, it says so: it never guesses.
"""
