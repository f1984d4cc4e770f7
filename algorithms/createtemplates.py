"""Tool: empty tables with the regions and years of a study."""

from __future__ import annotations

from qgis.core import (
    QgsApplication,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..core import templates
from ..core.fuels import FACTOR_SETS
from ..core.landcover import LEGENDS
from ..core.log import InputError
from ..core.years import parse_years
from . import parameters as shared
from .base import CarbonFootprintAlgorithm
from .i18n import tr
from .layers import nameless, read_source, region_name


class CreateTemplates(CarbonFootprintAlgorithm):
    """Declares ``carbonfootprint:createtemplates``."""

    ID = "createtemplates"
    GROUP = "inputs"

    def displayName(self):
        return tr("Create templates")

    def shortDescription(self):
        return tr("Writes empty tables with the names of the regions, to be filled in.")

    def keywords(self):
        return tr("template, CSV, Excel, energy, population, factors, legend, form, empty")

    def help_text(self):
        return "<p>%s</p><p>%s</p>" % (
            tr(
                "Writes CSV files that Excel opens with all their characters: energy and population with "
                "a row for each region and year, emission factors, yield factors and a legend with the "
                "values that the tools use anyway, and a README that says what goes where. Filled in "
                "and saved, energy and population go into Full analysis without a setting touched."
            ),
            tr(
                "An empty cell means that a value is not known, and gives NULL; write 0 where a fuel "
                "is not used. Files that are there already are never overwritten."
            ),
        )

    def initAlgorithm(self, config=None):
        shared.add_regions(self)
        self.add(
            QgsProcessingParameterString("YEARS", tr("Years"), "2011-2021"),
            tr(
                "For example <code>2011-2021</code>, <code>2011,2013,2015</code>, or "
                "<code>2011-2021/2</code> for every second year."
            ),
        )
        self.add(
            shared.choice("LAYOUT", tr("Layout of the energy table"), templates.LAYOUTS, "wide"),
            tr(
                "<b>wide</b>: one row for each region and year, the 16 fuels as columns with their "
                "units. <b>long</b>: one row for each region, year and fuel, with a column for the unit."
            ),
        )
        self.add(
            QgsProcessingParameterEnum(
                "TEMPLATES",
                tr("Templates"),
                list(templates.TEMPLATES),
                True,
                list(templates.TEMPLATES),
                False,
                True,
            ),
            tr("The tables to write. The README is always written."),
            advanced=True,
        )
        language = "zh" if QgsApplication.locale().startswith("zh") else "en"
        self.add(
            shared.choice("LANGUAGE", tr("Language of the headers"), templates.LANGUAGES, language),
            tr(
                "Of the headers, fuels and units in the tables of energy and population: <b>en</b> "
                "English, <b>zh</b> Chinese. The tools read both. The default is the language of QGIS."
            ),
            advanced=True,
        )
        self.add(
            shared.choice("FACTOR_SET", tr("Emission factors"), FACTOR_SETS, FACTOR_SETS[0]),
            tr("The factors to fill in, as in Industrial emissions."),
            advanced=True,
        )
        self.add(
            shared.choice(
                "LEGEND",
                tr("Legend of the land cover"),
                [name for name in LEGENDS if name != "custom"],
                "clcd",
            ),
            tr("The legend to fill in, as in Land-cover areas."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFolderDestination("FOLDER", tr("Folder of the templates")),
            tr("It is made where it is missing."),
        )
        self.addOutput(QgsProcessingOutputNumber("FILES", tr("Number of files")))

    def execute(self, parameters, context, log):
        source = read_source(self, parameters, "REGIONS", context, log)
        (field,) = source.require(self.parameterAsString(parameters, "REGION_FIELD", context))
        faults = nameless(source, field)
        try:
            years = parse_years(self.parameterAsString(parameters, "YEARS", context))
        except InputError as error:
            faults += error.messages
        if faults:
            raise InputError(faults)
        tables = templates.templates(
            source.frame[field].map(region_name),
            years,
            self.parameterAsEnumStrings(parameters, "TEMPLATES", context),
            layout=self.parameterAsEnumString(parameters, "LAYOUT", context),
            language=self.parameterAsEnumString(parameters, "LANGUAGE", context),
            factor_set=self.parameterAsEnumString(parameters, "FACTOR_SET", context),
            legend_name=self.parameterAsEnumString(parameters, "LEGEND", context),
        )
        folder = self.parameterAsString(parameters, "FOLDER", context)
        log.check(0.5)
        written = templates.write_templates(folder, tables, readme(tables))
        log.info("{folder}: {count} files are written.", folder=folder, count=len(written))
        return {"FOLDER": folder, "FILES": len(written)}


def readme(tables):
    """Text that says for each table where it goes, and what each of its columns holds.

    Parameters
    ----------
    tables : dict of str to DataFrame
        As `core.templates.templates` makes them.

    Returns
    -------
    str
    """
    general = tr(
        "Fill in the empty cells and save each file as CSV (UTF-8) or as an Excel workbook. An empty "
        "cell means that the value is not known and gives NULL, never zero: write 0 where a fuel is "
        "not used. Leave the names of the columns and regions as they are. An apostrophe in front of "
        "a region's name keeps a spreadsheet program from taking it for a formula, a number or a "
        "date; the tools pass over it."
    )
    parts = [general]
    texts = _texts()
    for name, table in tables.items():
        lines = ["%s.csv" % name, texts[name]]
        for columns, text in _columns(name, list(table.columns)):
            lines.append("- %s: %s" % (", ".join(columns), text))
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _texts():
    """What each table is and where it goes."""
    return {
        "energy": tr(
            "Energy that industry uses, by region, year and fuel. Goes into: Full analysis, Energy "
            "tables; Import energy tables."
        ),
        "population": tr(
            "Population at the end of the year, by region and year. Goes into: Full analysis, "
            "Population; Import region-by-year table."
        ),
        "emission_factors": tr(
            "Factors that replace those of the chosen set, fuel by fuel; change single cells, and "
            "remove the rows that you do not change. Goes into: Full analysis and Industrial "
            "emissions, Own emission factors."
        ),
        "yield_factors": tr(
            "Productivity of the region's land divided by the national one; 1 where it is not known. "
            "Goes into: Full analysis and Carbon sink, Yield or equivalence factors."
        ),
        "legend": tr(
            "Classes of the land cover and what they count as. Goes into: Full analysis, Land-cover "
            "areas and Carbon sink, Legend table."
        ),
        "fuel_names": tr(
            "Names of fuels. Add a row for each other name that your tables use. Goes into: Import "
            "energy tables and Full analysis, Own names of fuels."
        ),
    }


def _columns(name, columns):
    """Pairs of column names and what these columns hold."""
    key = (columns[:1], tr("name of the region, as in the layer.")), (columns[1:2], tr("year."))
    if name == "energy" and len(columns) == 5:
        return [
            *key,
            (columns[2:3], tr("energy carrier.")),
            (columns[3:4], tr("amount used in the year, in the unit of the next column.")),
            (columns[4:], tr("unit of the amount; it may be changed, for example to t or m3.")),
        ]
    if name == "energy":
        text = tr("amount used in the year, in the unit in brackets, which may be changed there.")
        return [*key, (columns[2:], text)]
    if name == "population":
        return [*key, (columns[2:], tr("persons, in the unit in brackets."))]
    fixed = {
        "emission_factors": {
            "fuel": tr("energy carrier."),
            "ef_tco2": tr("t CO2 per unit of the fuel."),
            "standard_coal_tce": tr("t of standard coal (tce) per unit of the fuel."),
            "unit": tr("t or 1000 m3."),
            "source": tr("where the number comes from."),
            "confidence": tr("high, medium or low."),
        },
        "yield_factors": {
            "yield_forest": tr("factor of forest, no unit."),
            "yield_grass": tr("factor of grassland, no unit."),
        },
        "legend": {
            "class": tr("code in the raster."),
            "class_name": tr("name of the class in English."),
            "class_name_zh": tr("name of the class in Chinese."),
            "category": tr("forest, grass or none (no carbon sink)."),
        },
        "fuel_names": {
            "name": tr("name as your tables write it."),
            "fuel": tr("id of the energy carrier, as in the rows that are there."),
        },
    }[name]
    return [*key[: columns[0] == "region"], *(([column], text) for column, text in fixed.items())]
