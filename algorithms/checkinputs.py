"""Tool: everything that would go wrong or looks odd, before a long run."""

from __future__ import annotations

import pandas as pd
from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ..core import landcover
from ..core.checks import ERROR, NOTE, WARNING, Findings, check_names, check_years
from ..core.checks_landcover import check_landcover
from ..core.checks_regions import check_regions
from ..core.checks_series import check_duplicates, check_table
from ..core.checks_units import check_energy, check_population
from ..core.log import Message, listing
from ..core.panels import read_panel, refuse_crowds
from ..core.tables import file_name, is_missing
from . import html_page
from . import parameters as shared
from .base import CarbonFootprintAlgorithm, is_unknown_layer
from .i18n import tr, tr_message
from .layers import crs_wkt, read_layer, read_source, region_name, wkb, write_sink
from .provenance import about
from .table_parameters import add_text_format, read_text_format

OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
# What the tools of land cover ask for, too.
COMMON = "RASTERS REGIONS REGION_FIELD LEGEND LEGEND_TABLE YEAR_PATTERN BAND NODATA".split()
INPUTS = ("REGIONS", "RASTERS", "ENERGY", "POPULATION", "OTHER")
# Inputs that QGIS would refuse before the tool can say what is wrong with them.
LAYERS = ("REGIONS", "RASTERS", "LEGEND_TABLE", "FUEL_NAMES_TABLE", "OTHER")


class _Optional:
    """Takes parameters as other tools declare them, with their words, but none is needed."""

    def __init__(self, algorithm, names=None):
        self.algorithm, self.names = algorithm, names

    def add(self, parameter, help_text, advanced=False):
        if self.names is None or parameter.name() in self.names:
            parameter.setFlags(parameter.flags() | OPTIONAL)
            self.algorithm.add(parameter, help_text, advanced)


class CheckInputs(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:checkinputs``."""

    ID = "checkinputs"
    GROUP = "inputs"

    def displayName(self):
        return tr("Check inputs")

    def shortDescription(self):
        return tr("Lists what would go wrong or looks odd in the inputs, before a long run.")

    def keywords(self):
        return tr("check, validate, inputs, units, names, years, gaps, outliers, CRS, legend")

    def help_text(self):
        return "<p>%s</p><ul><li>%s</li><li>%s</li><li>%s</li></ul><p>%s</p><p>%s</p>" % (
            tr(
                "Reads whatever is given, all of it optional, and goes on when something cannot be "
                "read. Nothing is changed. Each finding has a severity, the input concerned, what "
                "shows it, and what to do:"
            ),
            tr("<b>error</b>: a run would stop, or its results would be wrong;"),
            tr("<b>warning</b>: results may be wrong or have gaps;"),
            tr("<b>note</b>: good to know."),
            tr(
                "Looked at are: coordinate reference systems, polygons, names of regions on both "
                "sides, extents, no data and codes of the rasters (a sample of their cells), years, "
                "missing region-years, duplicates, negative values and zeros, known breaks of the "
                "statistics, and units."
            ),
            tr(
                "A unit is suspected where a series jumps by a factor near a power of ten between "
                "neighbouring years, where a region lies far from the others, where amounts per "
                "head are ten times those of any province in 2011-2021, and where the provinces "
                "add up to what China cannot use or be. These bounds come from the CEADs "
                "inventories and the population of the National Bureau of Statistics. A suspicion "
                "is no proof."
            ),
        )

    def initAlgorithm(self, config=None):
        shared.add_landcover(_Optional(self, COMMON))
        self.add(
            QgsProcessingParameterMultipleLayers(
                "ENERGY",
                tr("Energy tables"),
                QgsProcessing.SourceType.TypeFile,
                optional=True,
            ),
            tr("CSV or Excel files, or CEADs inventories, as for Import energy tables."),
        )
        self.add(
            QgsProcessingParameterFile("POPULATION", tr("Population"), optional=True),
            tr(
                "Table of region by year, as for Import region-by-year table. Needed for the checks "
                "per head only."
            ),
        )
        self.add(
            QgsProcessingParameterString(
                "POPULATION_UNIT", tr("Unit of the population"), "10^4 persons", False, True
            ),
            tr("10^4 persons (as the statistical yearbook) or persons."),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                "OTHER",
                tr("Other tables"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
            ),
            tr("Tables or layers with the fields region and year, and any numbers."),
        )
        shared.add_energy_format(_Optional(self))
        add_text_format(_Optional(self))
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Findings"), QgsProcessing.SourceType.TypeVector
            ),
            tr("Table: severity, topic, place, finding, evidence, advice."),
        )
        html_page.add_page(
            self,
            tr("Page"),
            tr("The findings on a page, by severity."),
            created=True,
        )
        for name, label in (
            ("ERRORS", tr("Number of errors")),
            ("WARNINGS", tr("Number of warnings")),
            ("NOTES", tr("Number of notes")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def checkParameterValues(self, parameters, context):
        """Pass over layers: one that does not open is a finding, and hides no other."""
        others = {name: value for name, value in parameters.items() if name not in LAYERS}
        return super().checkParameterValues(others, context)

    def execute(self, parameters, context, log):
        if not any(parameters.get(name) for name in INPUTS):
            raise self.fault("There is nothing to check; choose at least one input.")
        page = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        found = Findings()
        regions = self._regions(parameters, context, found, log.part(0, 0.2))
        years = self._landcover(parameters, context, found, regions, log.part(0.2, 0.6))
        population = self._population(parameters, context, found, log)
        energy = self._energy(parameters, context, found, population, log.part(0.6, 0.9))
        tables = {**energy, **population, **self._others(parameters, context, found, log)}

        names = {place: table["region"].drop_duplicates() for place, table in tables.items()}
        if regions.get("names"):
            check_names(found, regions["place"], regions["names"], names)
        elif len(names) > 1:
            first = next(iter(names))
            check_names(found, first, names.pop(first), names)
        check_years(
            found,
            years,
            *(
                {year for table in group.values() for year in table["year"]}
                for group in (energy, population)
            ),
        )

        findings = self._table(found)
        if page:
            self._write_page(page, findings, parameters)
        counts = found.counts()
        log.info(
            "{errors} errors, {warnings} warnings and {notes} notes were found.",
            errors=counts[ERROR],
            warnings=counts[WARNING],
            notes=counts[NOTE],
        )
        return {
            "OUTPUT": write_sink(self, parameters, "OUTPUT", context, findings),
            "OUTPUT_HTML": page or None,
            "ERRORS": counts[ERROR],
            "WARNINGS": counts[WARNING],
            "NOTES": counts[NOTE],
        }

    # --- one input after the other --------------------------------------------------------------

    def _source(self, parameters, name, context, found, topic, log):
        """Source of a parameter, or None where it was left empty or does not open."""
        try:
            with found.reading(topic, name, log) as heard:
                return read_source(self, parameters, name, context, heard)
        except QgsProcessingException as error:
            found.add(ERROR, topic, name, str(error), "", Message("Choose another file or layer."))
        return None

    def _regions(self, parameters, context, found, log):
        """Name of the layer, names of its regions, polygons and CRS; empty without a layer."""
        source = self._source(parameters, "REGIONS", context, found, "regions", log)
        if source is None:
            return {}
        field, names = self.parameterAsString(parameters, "REGION_FIELD", context), None
        with found.reading("regions", source.name, log):
            source.require(field)
            names = [
                None if is_missing(name) else region_name(name) for name in source.frame[field]
            ]
        wkt = crs_wkt(source.crs) if source.crs.isValid() else ""
        polygons = check_regions(
            found,
            source.name,
            names or ["#%d" % number for number in range(1, len(source.frame) + 1)],
            [wkb(geometry) for geometry in source.geometries],
            wkt,
            log,
        )
        return {"place": source.name, "names": names, "polygons": polygons, "wkt": wkt}

    def _layers(self, parameters, name, context, found, topic):
        """Layers of a list that open; a finding for each of the others."""
        given = parameters.get(name) or []
        for item in given if isinstance(given, (list, tuple)) else [given]:
            if isinstance(item, str) and is_unknown_layer(item, context):
                found.add(
                    ERROR,
                    topic,
                    file_name(item),
                    Message("{file} cannot be opened.", file=item),
                    "",
                    Message("Check the name, or choose another file."),
                )
        return self.parameterAsLayerList(parameters, name, context)

    def _landcover(self, parameters, context, found, regions, log):
        """Years of the rasters."""
        layers = self._layers(parameters, "RASTERS", context, found, "land cover")
        paths = []
        for layer in layers:
            if layer.providerType() == "gdal":
                paths.append(layer.source())
            else:
                found.add(
                    ERROR,
                    "land cover",
                    layer.name(),
                    Message(
                        "This is not a raster that GDAL reads (provider {provider}).",
                        provider=layer.providerType(),
                    ),
                    "",
                    Message("Export it to GeoTIFF."),
                )
        table = self._source(parameters, "LEGEND_TABLE", context, found, "land cover", log)
        legend = None
        if paths:
            with found.reading("land cover", "LEGEND", log):
                legend = landcover.legend(
                    self.parameterAsEnumString(parameters, "LEGEND", context),
                    None if table is None else table.frame,
                )
        return check_landcover(
            found,
            paths,
            regions.get("polygons", {}),
            regions.get("wkt", ""),
            legend,
            self.parameterAsString(parameters, "YEAR_PATTERN", context),
            self.parameterAsInt(parameters, "BAND", context),
            shared.optional_number(self, parameters, "NODATA", context),
            log,
        )

    def _population(self, parameters, context, found, log):
        """Name of the file to its table; empty if it cannot be read."""
        file = self.parameterAsFile(parameters, "POPULATION", context)
        table, place = None, file_name(file)
        if file:
            unit = self.parameterAsString(parameters, "POPULATION_UNIT", context).strip()
            with found.reading("population", place, log) as heard:
                form = read_text_format(self, parameters, context)
                table = read_panel(file, "population", unit, log=heard, form=form)
                refuse_crowds(table)
        if table is None:
            return {}
        check_population(found, place, table)
        return {place: table}

    def _energy(self, parameters, context, found, population, log):
        """Names of the files to the table of all of them; empty if none can be read."""
        given = parameters.get("ENERGY")
        files = self.parameterAsFileList(parameters, "ENERGY", context) if given else []
        form = read_text_format(self, parameters, context)
        tables, names = [], []
        for number, file in enumerate(files):
            log.check(number / len(files))
            with found.reading("energy", file_name(file), log) as heard:
                one = {**parameters, "ENERGY": [file]}
                tables.append(shared.read_energy_tables(self, one, context, heard, "ENERGY", form))
                names.append(file_name(file))
        if not tables:
            return {}
        place = listing(names, 3)
        energy = pd.concat(tables, ignore_index=True)
        check_duplicates(found, "energy", place, energy, ["year", "fuel"])
        with found.reading("energy", place, log):
            check_energy(
                found,
                place,
                energy.drop_duplicates(["region", "year", "fuel"]),
                next(iter(population.values()), None),
            )
        return {place: energy}

    def _others(self, parameters, context, found, log):
        """Name of each other table to its regions and, where it has them, years."""
        tables = {}
        for layer in self._layers(parameters, "OTHER", context, found, "table"):
            with found.reading("table", layer.name(), log) as heard:
                keys = check_table(found, layer.name(), read_layer(layer, heard).frame)
                if keys is not None and len(keys):
                    tables[layer.name()] = keys
        return tables

    # --- what comes out -------------------------------------------------------------------------

    @staticmethod
    def _table(found):
        """The findings as a table, in the user's language."""
        names = ["severity", "topic", "place", "finding", "evidence", "advice"]
        return pd.DataFrame(
            [[tr_message(getattr(finding, name)) for name in names] for finding in found.ranked()],
            columns=names,
            dtype=object,
        )

    def _write_page(self, page, findings, parameters):
        titles = {ERROR: tr("Errors"), WARNING: tr("Warnings"), NOTE: tr("Notes")}
        parts = []
        for severity, title in titles.items():
            rows = findings[findings["severity"] == severity]
            inputs = rows.groupby(["place", "topic"], sort=False)
            parts.append(
                html_page.section(
                    "%s (%d)" % (title, len(rows)),
                    *(_items(place, topic, group) for (place, topic), group in inputs),
                )
            )
        parts.append("<pre>%s</pre>" % html_page.escape(about(self, parameters)))
        html_page.write(
            page,
            self.displayName(),
            parts,
            tr("What would go wrong in a run, or looks odd. A suspicion is no proof."),
        )


def _items(place, topic, findings):
    """HTML of what was found in one input: finding, evidence and advice."""
    # What a reader says may have several lines.
    item = (
        '<li style="white-space:pre-line;margin:.5em 0;overflow-wrap:anywhere">'
        "<b>%s</b>\n%s\n<i>%s</i></li>"
    )
    rows = findings[["finding", "evidence", "advice"]].itertuples(index=False)
    return "<p>%s: %s</p><ul>%s</ul>" % (
        html_page.escape(_topic(topic)),
        html_page.escape(place),
        "".join(item % tuple(map(html_page.escape, row)) for row in rows),
    )


def _topic(topic):
    """Translated name of a topic."""
    return {
        "crs": tr("Coordinate reference system"),
        "regions": tr("Regions"),
        "land cover": tr("Land cover"),
        "energy": tr("Energy"),
        "population": tr("Population"),
        "table": tr("Other tables"),
        "values": tr("Values"),
        "units": tr("Units"),
        "years": tr("Years"),
        "names": tr("Names of regions"),
        "breaks": tr("Breaks of the statistics"),
    }[topic]
