"""An invented population: families with the faults of real records, and the truth about them."""

from openmash.matching.invented.profiles import CITY, COUNTY, PROFILES, Profile
from openmash.matching.invented.writing import TODAY, Made, write

__all__ = ["CITY", "COUNTY", "PROFILES", "TODAY", "Made", "Profile", "write"]
