"""The tools, one function each, in files by the API's own groups."""

from . import general as general
from . import pets as pets
