"""What the tools of spatial statistics share: they need esda and libpysal."""

from importlib.util import find_spec

from .i18n import tr

PACKAGES = ("libpysal", "esda", "mapclassify")


class StatisticsMixin:
    """Lets a tool say, before it runs, which Python packages it lacks."""

    def canExecute(self):
        # Importing them takes seconds, and QGIS asks often.
        missing = [name for name in PACKAGES if find_spec(name) is None]
        if not missing:
            return True, ""
        return False, tr(
            "This tool needs the Python packages {packages}. Debian 13: apt install python3-esda; "
            "elsewhere: pip, as the README tells."
        ).format(packages=", ".join(missing))
