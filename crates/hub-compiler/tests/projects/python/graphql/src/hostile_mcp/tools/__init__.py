"""The tools, one function each, in files by the API's own groups."""

from . import queries as queries
from . import mutations as mutations
