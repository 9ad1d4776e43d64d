"""The tools, one function each, in files by the API's own groups."""

from . import service as service
