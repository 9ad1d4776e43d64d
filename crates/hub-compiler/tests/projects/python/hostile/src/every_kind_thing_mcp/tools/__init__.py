"""The tools, one function each, in files by the API's own groups."""

from . import class_ as class_
from . import import_ as import_
from . import general as general
