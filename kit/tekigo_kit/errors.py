class PopulationError(ValueError):
    """
    A population cannot be used: the text says where, what is wrong and what to do.
    """
