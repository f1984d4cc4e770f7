"""Log-linear trends by least squares, and the quantiles that their intervals need.

References
----------
Abramowitz and Stegun (1964). Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
Draper and Smith (1998). Applied Regression Analysis, 3rd edition, chapter 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np


@cache
def student_t(level: float, dof: int) -> float:
    """Return t for which a Student t variable lies between -t and t with a probability.

    Parameters
    ----------
    level : float
        The probability, above 0 and below 1.
    dof : int
        Degrees of freedom, 1 or more; whole, so that the distribution is a finite sum.

    Returns
    -------
    float
    """
    low, high = 0.0, math.pi / 2  # of the angle whose tangent is t / sqrt(dof)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _between(middle, dof) < level else (low, middle)
    return math.sqrt(dof) * math.tan((low + high) / 2)


def _between(angle, dof):
    """Probability between minus and plus tan(angle) sqrt(dof)."""
    odd = dof % 2
    sine, cosine = math.sin(angle), math.cos(angle)
    term, total = cosine if odd else 1.0, 0.0
    for k in range(1 + odd, dof, 2):
        total += term
        term *= cosine**2 * k / (k + 1)
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


@dataclass(frozen=True)
class LogTrend:
    """The least-squares line of the logarithm of values on years.

    Attributes
    ----------
    n : int
        Number of values.
    centre : float
        Mean year.
    mean : float
        Mean logarithm; the line passes through both.
    slope : float
        Change of the logarithm a year.
    squares : float
        Sum of the squared distances of the years from their mean.
    spread : float
        Standard deviation of the values about the line (n - 2 degrees of
        freedom); NaN with two values.
    """

    n: int
    centre: float
    mean: float
    slope: float
    squares: float
    spread: float

    @classmethod
    def fit(cls, years, values) -> LogTrend:
        """Fit the line.

        Parameters
        ----------
        years : array_like, shape (n,)
            Two or more different ones.
        values : array_like, shape (n,)
            Above zero.
        """
        logs = np.log(np.asarray(values, dtype=float))
        n, centre, mean = len(logs), np.mean(years), logs.mean()
        time = np.asarray(years, dtype=float) - centre
        squares = (time**2).sum()
        slope = (time * (logs - mean)).sum() / squares
        rest = ((logs - mean - slope * time) ** 2).sum()
        spread = math.sqrt(rest / (n - 2)) if n > 2 else np.nan
        return cls(n, float(centre), float(mean), float(slope), float(squares), spread)

    def at(self, years) -> np.ndarray:
        """Return the values on the line."""
        return np.exp(self.mean + self.slope * (np.asarray(years, dtype=float) - self.centre))

    def quantile(self, level: float) -> float:
        """Return the quantile of Student's t for the line; NaN with two values."""
        return student_t(level, self.n - 2) if self.n > 2 else np.nan

    def interval(self, level: float) -> tuple:
        """Return the confidence interval of the slope."""
        half = self.quantile(level) * self.spread / math.sqrt(self.squares)
        return self.slope - half, self.slope + half
