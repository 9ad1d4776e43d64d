"""The tools, one function each, in files by the API's own groups."""

from . import import_ as import_
from . import rpc as rpc
