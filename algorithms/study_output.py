"""Everything the full analysis writes: GeoPackage, map pictures, page."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import partial

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..core.log import InputError, Message
from ..core.natural_breaks import depth_breaks
from ..core.quadrants import ZONES
from . import charts, html_page, maps, statistics, styles
from .base import metadata
from .i18n import tr, tr_message
from .layers import (
    NO_GEOMETRY,
    expand_regions,
    features_of,
    fields_of,
    finish_output,
    forget_styles,
    save_style,
)
from .provenance import about, describe

TABLES = ("moran", "emissions", "landcover", "summary")


class StudyOutput:
    """Writes one study.

    Parameters
    ----------
    algorithm : FullAnalysis
    parameters : dict
    context : QgsProcessingContext
    source : Source
        The regions.
    names : Series
        Region of each feature of `source`.
    study : core.study.Study
    options : core.study.Options
    log : Log
    """

    def __init__(self, algorithm, parameters, context, source, names, study, options, log):
        self.context, self.source, self.names = context, source, names
        self.study, self.options, self.log = study, options, log
        self.about = about(algorithm, parameters)
        self.size_field = "size_pc_ha" if options.per_head else "size_ha"
        scale = algorithm.parameterAsEnumString(parameters, "CLASSES", context)
        self.breaks = depth_breaks(study.footprint["depth"], scale, log=log)
        self.finish = {
            "footprint": partial(styles.depth, breaks=self.breaks, about=self.about),
            "lisa_size": partial(styles.lisa, about=self.about),
            "lisa_depth": partial(styles.lisa, about=self.about),
            "quadrants": partial(styles.quadrants, about=self.about),
        }

    def write(self, path, maps_folder="", page=""):
        """Write everything that was asked for, and return the URI of each layer and table.

        Nothing appears under its name before all of it is computed, the GeoPackage last;
        other layers of an existing GeoPackage are kept.

        Parameters
        ----------
        path : str
            GeoPackage.
        maps_folder : str
            Folder for the map pictures; empty: none.
        page : str
            HTML file; empty: none.
        """
        part = "%s.part.gpkg" % os.path.splitext(path)[0]
        try:
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            with tempfile.TemporaryDirectory(prefix="carbon_footprint_") as drafts:
                _remove(part)
                if os.path.exists(path):
                    _copy(path, part)
                    forget_styles(part, self.finish)
                self._write_geopackage(part)
                pictures = self._draw_maps(part, drafts) if maps_folder or page else {}
                draft = os.path.join(drafts, "page.html")
                if page:
                    self._write_page(draft, pictures, os.path.basename(path))
                self.log.check(0.99)
                if maps_folder:
                    os.makedirs(maps_folder, exist_ok=True)
                    for picture in pictures.values():
                        shutil.copy(picture, maps_folder)
                if page:
                    os.makedirs(os.path.dirname(os.path.abspath(page)), exist_ok=True)
                    shutil.copy(draft, page)
                os.replace(part, path)
        except OSError as error:
            raise InputError(
                Message(
                    "{file} could not be written ({why}); is it open elsewhere?",
                    file=error.filename2 or error.filename or path,
                    why=error.strerror,
                )
            ) from None
        finally:
            _remove(part)
        return {name: "%s|layername=%s" % (path, name) for name in (*self.finish, *TABLES)}

    # --- GeoPackage ----------------------------------------------------------------------------

    def _write_geopackage(self, path):
        for name in self.finish:
            rows, frame = expand_regions(
                self.source, self.names, getattr(self.study, name), self.log
            )
            self._write_layer(path, name, frame, rows)
            save_style("%s|layername=%s" % (path, name), self.finish[name])
        for name in TABLES:
            self._write_layer(path, name, getattr(self.study, name))
            described = partial(describe, title=name, abstract=self.about)
            save_style("%s|layername=%s" % (path, name), described)

    def _write_layer(self, path, name, frame, rows=None):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", name
        actions = QgsVectorFileWriter.ActionOnExistingFile
        options.actionOnExistingFile = (
            actions.CreateOrOverwriteLayer
            if os.path.exists(path)
            else actions.CreateOrOverwriteFile
        )
        writer = QgsVectorFileWriter.create(
            path,
            fields_of(frame, rows.fields if rows else None),
            QgsWkbTypes.multiType(rows.wkb_type) if rows else NO_GEOMETRY,
            rows.crs if rows else QgsCoordinateReferenceSystem(),
            self.context.transformContext(),
            options,
        )
        for feature in features_of(frame, rows.geometries if rows else None):
            self.log.check()
            writer.addFeature(feature)
        error = writer.errorMessage()
        del writer  # closes the file
        if error:
            raise InputError(
                Message("{file}, layer {layer}: {why}", file=path, layer=name, why=error)
            )

    def load(self, layers):
        """Have QGIS load the layers, the footprint on top (QGIS 3.22 sorts them by name)."""
        project = self.context.project()
        if project is None:
            return
        for position, name in enumerate(reversed(list(self.finish))):
            details = QgsProcessingContext.LayerDetails(styles.layer_title(name), project, name)
            details.forceName = True  # or QGIS takes the name of the table
            if hasattr(details, "layerSortKey"):
                details.layerSortKey = position
            self.context.addLayerToLoadOnCompletion(layers[name], details)
            finish_output(layers[name], self.context, self.finish[name], saved=True)

    # --- map pictures --------------------------------------------------------------------------

    def _draw_maps(self, geopackage, folder):
        """Draw the last year of every layer; return caption and path of each picture."""
        year = int(self.study.footprint["year"].max())
        clusters = tr("local Moran, alpha {alpha}, {n} permutations, seed {seed}").format(
            alpha=self.options.alpha, n=self.options.local_permutations, seed=self.options.seed
        )
        scale = {
            True: tr("Times the annual sink that would be needed; natural breaks of its logarithm"),
            False: tr("Times the annual sink that would be needed; natural breaks"),
        }[self.breaks.logarithmic]
        zones = tr("Standard scores of size and depth, threshold: {threshold}").format(
            threshold=self.options.threshold
        )
        plan = {
            "depth": ("footprint", tr("Footprint depth, {year}"), scale),
            "lisa_size": ("lisa_size", tr("Clusters of footprint size, {year}"), clusters),
            "lisa_depth": ("lisa_depth", tr("Clusters of footprint depth, {year}"), clusters),
            "quadrants": ("quadrants", tr("Quadrants of size and depth, {year}"), zones),
        }
        note = tr(
            "In brackets the number of regions. Carbon Footprint {version}, method {method}, "
            "after Zuo & Zhao (2025)"
        ).format(version=metadata("version"), method=self.options.method)
        pictures = {}
        for index, (file, (name, title, subtitle)) in enumerate(plan.items()):
            self.log.check(0.85 + 0.03 * index)
            layer = QgsVectorLayer("%s|layername=%s" % (geopackage, name), name, "ogr")
            self.finish[name](layer)
            layer.setSubsetString('"year" = %d' % year)
            title = title.format(year=year)
            path = os.path.join(folder, file + ".png")
            maps.render(layer, path, title, subtitle, note, self.context.transformContext())
            pictures[title] = path
        return pictures

    # --- page ----------------------------------------------------------------------------------

    def _write_page(self, path, pictures, geopackage):
        """Write the HTML summary."""
        study = self.study
        chosen = study.summary[study.summary["method"] == self.options.method]
        pictured = "".join(html_page.image(file, title) for title, file in pictures.items())
        parts = [
            html_page.section(
                tr("All regions together"), self._totals(chosen), charts.totals_lines(chosen)
            ),
            html_page.section(tr("Maps"), '<div class="maps">%s</div>' % pictured),
            html_page.section(tr("The two methods side by side"), *self._both_methods()),
            html_page.section(
                tr("Global Moran's I"),
                statistics.moran_page_table(study.moran),
                charts.moran_scatters(
                    [s for s in study.scatters if s["year"] == chosen["year"].max()]
                ),
            ),
            html_page.section(
                tr("Quadrants of size and depth"),
                html_page.legend(styles.zone_legend()),
                charts.quadrant_scatters(study.quadrants, self.size_field, "depth"),
            ),
            html_page.section(tr("Regions in the last year"), self._regions()),
            html_page.section(tr("Method"), *map(html_page.paragraph, self._method())),
            html_page.section(
                tr("Warnings"),
                html_page.items(
                    [tr_message(message) for message in self.log.warnings] or [tr("None.")],
                    "warnings",
                ),
            ),
            html_page.section(tr("Parameters"), "<pre>%s</pre>" % html_page.escape(self.about)),
        ]
        html_page.write(
            path,
            tr("Industrial carbon footprint in three dimensions"),
            parts,
            lead=tr("{regions} regions, {first} to {last}, layers in {file}").format(
                regions=self.names.nunique(),
                first=chosen["year"].min(),
                last=chosen["year"].max(),
                file=geopackage,
            ),
        )

    def _totals(self, chosen):
        columns = {
            "year": (tr("Year"), None),
            "ice_tco2": (tr("Emissions, t CO2"), "{:,.0f}"),
            "sink_tc": (tr("Sink, t C"), "{:,.0f}"),
            "icf_ha": (tr("Footprint ICF, ha"), "{:,.0f}"),
            "cec_ha": (tr("Capacity CEC, ha"), "{:,.0f}"),
            "size_ha": (tr("Size, ha"), "{:,.0f}"),
            "depth_fang": (tr("Depth (Fang)"), "{:.3f}"),
            "depth_naive": (tr("Depth (naive)"), "{:.3f}"),
            **{
                "quadrant_" + name.lower(): ("%s %s" % (name, styles.zone_label(zone)), None)
                for name, zone in ZONES.items()
            },
        }
        return html_page.table(
            chosen[list(columns)],
            {name: heading for name, (heading, _) in columns.items()},
            {name: form for name, (_, form) in columns.items() if form},
        )

    def _both_methods(self):
        columns = ["ice_tco2", "icf_ha", "cec_ha", "depth_fang", "depth_naive"]
        labels = (
            tr("Emissions, t CO2"),
            tr("Footprint ICF, ha"),
            tr("Capacity CEC, ha"),
            tr("Depth (Fang)"),
            tr("Depth (naive)"),
        )
        wide = self.study.summary.pivot(index="year", columns="method", values=columns)
        wide = wide[[(c, m) for c in columns for m in ("consistent", "as_printed")]]
        headings = [
            "%s (%s)" % (label, method)
            for label in labels
            for method in ("consistent", "as_printed")
        ]
        forms = ["{:.3f}" if "depth" in column else "{:,.0f}" for column, _ in wide.columns]
        wide.columns = headings
        yield html_page.table(
            wide.reset_index().rename(columns={"year": tr("Year")}),
            formats=dict(zip(headings, forms)),
        )
        yield html_page.paragraph(
            tr(
                "The printed formulae multiply an emission factor that is already per tonne of fuel by "
                "the standard-coal coefficient, and divide tonnes of CO2 by tonnes of carbon. The first "
                "takes about 29 % off coal and adds about half to oil; the second makes every footprint "
                '3.67 times as large in relation to the capacity. The method "consistent" corrects both. '
                "Depth does not depend on the mean NEP in either."
            )
        )

    def _regions(self):
        table = self.study.footprint
        columns = [
            "region",
            "ice_tco2",
            "sink_tc",
            "icf_ha",
            "cec_ha",
            "size_ha",
            "depth",
            "landcover_year",
        ]
        last = table[table["year"] == table["year"].max()]
        last = last[[name for name in columns if name in last]].sort_values(
            "depth", ascending=False
        )
        forms = {name: "{:,.0f}" for name in columns[1:6]}
        return html_page.table(
            last,
            {
                "region": tr("Region"),
                "ice_tco2": tr("Emissions, t CO2"),
                "sink_tc": tr("Sink, t C"),
                "icf_ha": tr("Footprint ICF, ha"),
                "cec_ha": tr("Capacity CEC, ha"),
                "size_ha": tr("Size, ha"),
                "depth": tr("Depth"),
                "landcover_year": tr("Land cover of"),
            },
            {**forms, "depth": "{:.3f}"},
        )

    def _method(self):
        yield tr(
            "Emissions ICE = sum of fuel amounts times emission factors [t CO2]. Sink CS = NEP "
            "times area of forest and grassland [t C]. Footprint ICF = ICE · 12/44 / n and "
            "capacity CEC = CS / n [ha], n the mean NEP. Size = min(ICF, CEC), depth = 1 + "
            "max(ICF − CEC, 0) / CEC."
        )
        yield tr(
            "Scope: terminal energy use of industry, without the fuel that power plants transform, "
            "heat and electricity, and industrial processes; feedstock counts as burnt. The "
            "coefficients of forest and grassland are high compared with inventories, and all "
            "results hang on them."
        )
        yield tr(
            "Group depth after Fang leaves every sink in its region; the naive one lets the "
            "surplus of one region serve another."
        )


def _remove(path):
    for suffix in ("", "-journal", "-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.remove(path + suffix)


def _copy(path, part):
    """Copy a GeoPackage, unless there are changes in it that are not saved yet."""
    if os.path.exists(path + "-wal") and os.path.getsize(path + "-wal"):
        raise InputError(
            Message(
                "{file} is being edited; save and stop editing, or choose another name.", file=path
            )
        )
    shutil.copy(path, part)
