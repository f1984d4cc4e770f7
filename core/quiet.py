"""Warnings of libraries kept from the user, one thread at a time."""

from __future__ import annotations

import threading
import warnings
from contextlib import contextmanager

# Python's warning filters belong to the whole process: two threads that borrow them at once would
# each put back what the other had changed.
_filters = threading.RLock()


@contextmanager
def quiet(message: str = ""):
    """Silence warnings of a library, and leave the filters as they were.

    Parameters
    ----------
    message : str
        Regular expression for the start of the warnings; default: all of them.
    """
    with _filters, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=message)
        yield
