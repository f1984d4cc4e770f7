"""The whole study: from areas and energy to footprint, clusters and zones.

Nothing is computed here; the steps are those of the single tools, in order,
on the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from .carbon_sink import NEP_FOREST, NEP_GRASS, carbon_sink
from .emissions import industrial_emissions
from .footprint import METHODS, P_FOREST, P_GRASS, footprint_table, group_totals
from .joins import join_tables
from .landcover import category_areas
from .log import InputError, Log, Message
from .moran import global_moran_by_year, local_moran_by_year
from .quadrants import ZONES, quadrants_by_year


@dataclass
class Options:
    """Choices of a study; the defaults are those of the tools.

    Attributes
    ----------
    method : {"consistent", "as_printed"}
        The formulae of the layers; the summary has both.
    how, p_forest, p_grass
        Mean NEP, see `core.footprint.mean_nep`.
    nep_forest, nep_grass : float
        t C per ha and year.
    yield_table, factor_table : DataFrame, optional
        Yield factors of regions; emission factors of the user.
    factor_set : str
    energy_method : {"physical", "standard_coal"}
    landcover_match, on_unmatched : str
        See `core.joins.join_tables`.
    per_head : bool
        Take the size per head for quadrants and clusters.
    threshold : str
    fixed_size, fixed_depth : float
        See `core.quadrants.quadrants`.
    permutations, local_permutations, seed : int
    alpha : float
    correction, alternative, islands : str
        See `core.moran`.
    """

    method: str = "consistent"
    how: str = "regional"
    p_forest: float = P_FOREST
    p_grass: float = P_GRASS
    nep_forest: float = NEP_FOREST
    nep_grass: float = NEP_GRASS
    yield_table: pd.DataFrame | None = None
    factor_table: pd.DataFrame | None = None
    factor_set: str = "provincial_guideline_2011"
    energy_method: str = "physical"
    landcover_match: str = "nearest"
    on_unmatched: str = "warn"
    per_head: bool = False
    threshold: str = "mean"
    fixed_size: float | None = None
    fixed_depth: float = 1.0
    permutations: int = 999
    local_permutations: int = 9999
    seed: int = 12345
    alpha: float = 0.05
    correction: str = "none"
    alternative: str = "two-sided"
    islands: str = "nearest"


@dataclass
class Study:
    """Results of a study, one table each.

    Attributes
    ----------
    landcover : DataFrame
        Areas of classes, long, with their balance.
    emissions : DataFrame
        t CO2 by region, year and fuel.
    footprint : DataFrame
        One row for each region and year with all inputs and the footprint.
    lisa_size, lisa_depth : DataFrame
        ``region``, ``year``, the variable and its LISA.
    quadrants : DataFrame
        ``region``, ``year``, size, depth and zone.
    moran : DataFrame
        Global Moran's I by field and year.
    summary : DataFrame
        Totals of each year and method, with the number of regions by quadrant.
    scatters : list of dict
        Points of the Moran scatter plots, see `core.moran.global_moran_by_year`.
    """

    landcover: pd.DataFrame
    emissions: pd.DataFrame
    footprint: pd.DataFrame
    lisa_size: pd.DataFrame
    lisa_depth: pd.DataFrame
    quadrants: pd.DataFrame
    moran: pd.DataFrame
    summary: pd.DataFrame
    scatters: list = field(default_factory=list)


def run_study(areas, energy, population, weights, options=None, log=None):
    """Compute the footprint, its clusters and its zones for every year.

    Parameters
    ----------
    areas : DataFrame
        Of `core.landcover.landcover_areas`.
    energy : DataFrame
        ``region``, ``year``, ``fuel``, ``amount``, ``unit``.
    population : DataFrame or None
        ``region``, ``year``, ``population`` (persons).
    weights : libpysal.weights.W
        Of `core.spatial_weights.build_weights`; its ids are the regions.
    options : Options, optional
    log : Log, optional

    Returns
    -------
    Study

    Raises
    ------
    InputError
        If the size per head is wanted without a population, and for every
        fault of the tables.
    """
    options, log = options or Options(), log or Log()
    if options.per_head and population is None:
        raise InputError(
            Message(
                "The size per head needs a table of the population; give one, or take the total."
            )
        )
    sinks = carbon_sink(
        category_areas(areas), options.nep_forest, options.nep_grass, options.yield_table, log=log
    )
    by_method, emissions = {}, {}
    for method in sorted(METHODS, key=lambda name: name != options.method):
        # The method that was not chosen is there to compare: it need not say things twice.
        said = log if method == options.method else Log()
        emissions[method] = industrial_emissions(
            energy,
            options.factor_set,
            "as_printed" if method == "as_printed" else options.energy_method,
            options.factor_table,
            log=said,
        )
        by_method[method] = _footprint(
            method, weights.id_order, sinks, emissions[method], population, options, said
        )
    log.check(0.15)

    table = by_method[options.method]
    size = "size_pc_ha" if options.per_head else "size_ha"
    keys = table[["region", "year"]]
    moran, scatters = global_moran_by_year(
        table,
        [size, "depth"],
        weights,
        permutations=options.permutations,
        seed=options.seed,
        alternative=options.alternative,
        islands=options.islands,
        log=log.part(0.15, 0.3),
    )
    lisa = {}
    for name, start in ((size, 0.3), ("depth", 0.65)):
        result = local_moran_by_year(
            table,
            name,
            weights,
            permutations=options.local_permutations,
            seed=options.seed,
            alpha=options.alpha,
            correction=options.correction,
            alternative=options.alternative,
            islands=options.islands,
            log=log.part(start, start + 0.35),
        )
        lisa[name] = pd.concat([keys, table[[name]], result], axis=1)
    zones = {
        method: quadrants_by_year(
            frame[size],
            frame["depth"],
            frame["year"],
            threshold=options.threshold,
            fixed_size=options.fixed_size,
            fixed_depth=options.fixed_depth,
            log=log if method == options.method else None,
        )
        for method, frame in by_method.items()
    }
    summary = pd.concat([_summary(method, by_method[method], zones[method]) for method in METHODS])
    return Study(
        landcover=areas,
        emissions=emissions[options.method],
        footprint=table,
        lisa_size=lisa[size],
        lisa_depth=lisa["depth"],
        quadrants=pd.concat([keys, table[[size, "depth"]], zones[options.method]], axis=1),
        moran=moran,
        summary=summary.reset_index(drop=True),
        scatters=scatters,
    )


def _footprint(method, regions, sinks, emissions, population, options, log):
    tables = {"land cover": sinks, "energy": emissions}
    if population is not None:
        # Years without energy have no footprint: their population would only add empty rows.
        if "year" in population:
            population = population[population["year"].isin(emissions["year"])]
        tables["population"] = population
    joined = join_tables(regions, tables, options.on_unmatched, options.landcover_match, log=log)
    result = footprint_table(
        joined,
        method=method,
        how=options.how,
        p_forest=options.p_forest,
        p_grass=options.p_grass,
        log=log,
    )
    return pd.concat([joined.drop(columns="flag", errors="ignore"), result], axis=1)


def _summary(method, footprint, zones):
    totals = group_totals(footprint)
    totals.insert(0, "method", method)
    # Not by a crosstab: it drops the years in which no region has a quadrant.
    for name in ZONES:
        inside = (zones["quadrant"] == name).groupby(footprint["year"].to_numpy()).sum()
        totals["quadrant_%s" % name.lower()] = inside.reindex(totals["year"]).to_numpy(int)
    return totals
