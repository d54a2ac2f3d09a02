"""
Invented residents for a vendor's own tests, over a folder made by `tekigo populate`.
"""

from tekigo_kit.errors import PopulationError
from tekigo_kit.people import Household, MovingIn, Resident
from tekigo_kit.population import Population, read_population

__all__ = ["Household", "MovingIn", "Population", "PopulationError", "Resident", "read_population"]
