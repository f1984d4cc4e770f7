"""CO2 from the energy use of industry.

Zuo & Zhao (2025) print ``ICE = sum(Q * S * D)`` with S the standard-coal
coefficient and D a factor per tonne of *fuel*; multiplying by S is a slip of
units (coal comes out 28.6 % too low, oils 43 to 53 % too high). The corrected
form is ``ICE = sum(Q * EF)``.

References
----------
Zuo & Zhao (2025), Arid Zone Research 42(9), 1703-1714.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .fuels import emission_factors, fuel_label, match_fuel
from .log import InputError, Log, Message
from .units import energy_in_base_units

METHODS = ("physical", "standard_coal", "as_printed")
PAPER_FACTOR_SET = "zuo_zhao_2025"


def industrial_emissions(
    energy,
    factor_set="provincial_guideline_2011",
    method="physical",
    factor_table=None,
    log=None,
):
    """CO2 emitted by burning the fuels of an energy table.

    ============== =====================================================
    method         formula, in t CO2
    ============== =====================================================
    physical       ``sum(Q * EF)``, Q in t or 1000 m3
    standard_coal  ``sum(Q_tce * EF / S)``, Q in t of standard coal
    as_printed     ``sum(Q * S * D)`` with the paper's own coefficients
    ============== =====================================================

    Energy carriers without a direct emission (heat, electricity) or outside the
    16 fuels are left out, and named in the log.

    Parameters
    ----------
    energy : DataFrame
        Columns ``region``, ``year``, ``fuel``, ``amount``, ``unit``; one row per
        region, year and fuel.
    factor_set : str
        Name of a set in ``core/data/emission_factors.csv``; `as_printed` always
        takes the paper's.
    method : {"physical", "standard_coal", "as_printed"}
    factor_table : DataFrame, optional
        Factors of the user, which replace those of the set fuel by fuel.
    log : Log, optional

    Returns
    -------
    DataFrame
        ``region``, ``year``, ``ice_tco2`` and ``ice_<fuel>_tco2`` for every fuel
        of the table. A missing amount, or a missing row of a fuel that others
        have, makes its fuel and the total missing.

    Raises
    ------
    InputError
        If units, fuels or factors do not fit, an amount is negative or no
        number, a fuel stands twice, or there is no fuel at all.
    """
    log = log or Log()
    if method not in METHODS:
        raise InputError(
            Message(
                "Unknown method {method}; choose one of {methods}.",
                method=method,
                methods=", ".join(METHODS),
            )
        )
    if method == "as_printed":
        if factor_set != PAPER_FACTOR_SET or factor_table is not None:
            log.info(
                "METHOD as_printed uses the coefficients of the paper; "
                "the chosen factor set and table are not used."
            )
        factor_set, factor_table = PAPER_FACTOR_SET, None
        log.warning(
            "METHOD as_printed multiplies the factor per tonne of fuel by the "
            "standard-coal coefficient again. It reproduces the printed formula "
            "and understates coal by 28.6 %; do not use it for new results."
        )
    factors = emission_factors(factor_set, factor_table)

    fuels = energy["fuel"].map({name: match_fuel(name) for name in energy["fuel"].unique()})
    counted = fuels.isin(factors.index) | fuels.isna()  # unknown ones are faults, below
    left_out = sorted(fuels[~counted].unique())
    if left_out:
        log.info(
            "Not counted, because they emit nothing where they are used or are not "
            "among the fuels of the factor set: {fuels}.",
            fuels=", ".join(fuel_label(fuel) for fuel in left_out),
        )
    _refuse_amounts(energy[counted])
    rows = energy_in_base_units(energy[counted])
    _refuse_repeated(rows)
    ef = rows["fuel"].map(factors["ef_tco2"])
    s = rows["fuel"].map(factors["standard_coal_tce"])
    in_tce = rows["base_unit"] == "tce"
    if method == "physical":
        _refuse_standard_coal(rows[in_tce])
        rows["tco2"] = rows["amount_base"] * ef
    else:
        _refuse_without_coefficient(rows[~(s > 0)])
        amount_tce = rows["amount_base"].where(in_tce, rows["amount_base"] * s)
        rows["tco2"] = amount_tce * (ef if method == "as_printed" else ef / s)
    _warn_of_double_counting(rows, log)

    fuels = [fuel for fuel in factors.index if (rows["fuel"] == fuel).any()]
    wide = rows.pivot(index=["region", "year"], columns="fuel", values="tco2")
    order = pd.MultiIndex.from_frame(energy[["region", "year"]].drop_duplicates())
    wide = wide.reindex(index=order, columns=fuels)
    incomplete = wide.index[wide.isna().any(axis=1)]
    if len(incomplete):
        log.warning(
            "{count} region-years lack an amount for some fuel and get no total "
            "(write 0 where a fuel is not used): {places}.",
            count=len(incomplete),
            places=", ".join("%s %s" % place for place in incomplete[:10]),
        )
    result = pd.DataFrame({"ice_tco2": wide.sum(axis=1, skipna=False)})
    for fuel in fuels:
        result["ice_%s_tco2" % fuel] = wide[fuel]
    return result.reset_index()


def _refuse_amounts(energy):
    if energy.empty:
        raise InputError(
            Message(
                "The energy table has no fuel that is burnt and has an emission factor; "
                "check its column fuel."
            )
        )
    amounts = pd.to_numeric(energy["amount"], errors="coerce").astype(float)
    wrong = (amounts < 0) | np.isinf(amounts) | (amounts.isna() & energy["amount"].notna())
    if wrong.any():
        raise InputError(
            [
                Message(
                    "{region} {year}: the amount of {fuel} is {amount}; give a number that is "
                    "not negative.",
                    region=row.region,
                    year=row.year,
                    fuel=fuel_label(match_fuel(row.fuel) or row.fuel),
                    amount=row.amount,
                )
                for row in energy[wrong].itertuples()
            ]
        )


def _refuse_repeated(rows):
    keys = ["region", "year", "fuel"]
    repeated = rows.loc[rows.duplicated(keys), keys].drop_duplicates()
    if len(repeated):
        raise InputError(
            [
                Message(
                    "{region} {year}: {fuel} stands there more than once; keep one row.",
                    region=row.region,
                    year=row.year,
                    fuel=fuel_label(row.fuel),
                )
                for row in repeated.itertuples()
            ]
        )


def _refuse_without_coefficient(rows):
    """Without S, an amount in tonnes of standard coal would silently be missing."""
    if len(rows):
        raise InputError(
            [
                Message(
                    "The factor table has no standard_coal_tce above 0 for {fuel}, which "
                    "METHOD standard_coal needs; add it.",
                    fuel=fuel_label(fuel),
                )
                for fuel in rows["fuel"].unique()
            ]
        )


def _refuse_standard_coal(rows):
    if len(rows):
        raise InputError(
            [
                Message(
                    "{region} {year}: the amount of {fuel} is in tonnes of standard coal; "
                    "METHOD physical needs tonnes or cubic metres, choose METHOD standard_coal.",
                    region=row.region,
                    year=row.year,
                    fuel=fuel_label(row.fuel),
                )
                for row in rows.head(10).itertuples()
            ]
        )


def _warn_of_double_counting(rows, log):
    """Gas of blast furnaces is made from coke: counting both counts carbon twice."""
    used = rows[rows["amount_base"] > 0]
    both = set(used.loc[used["fuel"] == "coke", ["region", "year"]].itertuples(index=False)) & set(
        used.loc[used["fuel"] == "other_gas", ["region", "year"]].itertuples(index=False)
    )
    if both:
        log.warning(
            "In {count} region-years both coke and other gas are burnt. Where that gas "
            "comes from blast furnaces, its carbon is counted twice.",
            count=len(both),
        )
