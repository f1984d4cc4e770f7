"""Everything the full analysis writes: GeoPackage, map pictures, page."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import partial
from itertools import islice

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ..core.log import InputError, Message
from ..core.natural_breaks import depth_breaks
from ..core.quadrants import ZONES
from ..core.years import LAST, chosen_years
from . import charts, html_page, maps, output_files, statistics, study_files, styles
from .base import metadata
from .i18n import tr, tr_message
from .layers import (
    NO_GEOMETRY,
    expand_regions,
    features_of,
    fields_of,
    finish_output,
    forget_styles,
    region_shapes,
    save_style,
)
from .provenance import about

LAYERS = ("footprint", "lisa_size", "lisa_depth", "quadrants")
TABLES = ("moran", "emissions", "landcover", "summary")
NAMES = LAYERS + TABLES
MAP_FORMS = ("single", "multiples", "animation")
MOST_ON_PAGE = 24  # pictures, some 200 KB each


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
        self.algorithm, self.context = algorithm, context
        self.source, self.names = source, names
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

    def write(self, path, maps_folder="", page="", form="single", years="last"):
        """Write everything that was asked for, and return the URI of each layer and table.

        Nothing appears under its name before all of it is computed, the GeoPackage first;
        other layers of an existing GeoPackage are kept. Pictures of earlier runs are removed.

        Parameters
        ----------
        path : str
            GeoPackage.
        maps_folder : str
            Folder for the map pictures; empty: none.
        page : str
            HTML file; empty: none.
        form : str
            Of the map pictures, one of `MAP_FORMS`.
        years : str
            Of the map pictures, as `core.years.chosen_years` understands them.
        """
        self.path = path
        drafts = part = None
        try:
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            drafts = tempfile.mkdtemp(prefix="carbon_footprint_")
            part = study_files.start_part(path)
            if os.path.exists(part):
                forget_styles(part, NAMES)
            self._write_geopackage(part)
            pictures = self._draw_maps(drafts, form, years) if maps_folder or page else []
            for _, _, picture in pictures:
                study_files.sign(picture)
            earlier = []
            if maps_folder:
                files = [picture for _, _, picture in pictures]
                earlier = study_files.earlier_pictures(
                    maps_folder, self._map_plan(), files, self.log
                )
            draft = os.path.join(drafts, "page.html")
            if page:
                self._write_page(draft, pictures, os.path.basename(path), form == "single")
            self.log.check(0.99)
            finished, part = part, None  # from here on it is kept, whatever happens
            study_files.replace_geopackage(finished, path)
            self._publish(pictures, maps_folder, draft, page)
            study_files.remove_pictures(maps_folder, earlier, self.log)
        except OSError as error:
            raise InputError(
                Message(
                    "{file} could not be written ({why}); is it open elsewhere?",
                    file=error.filename2 or error.filename or path,
                    why=error.strerror,
                )
            ) from None
        finally:  # nothing in here may hide why the work ended
            if part:
                output_files.remove(part)
            if drafts:
                shutil.rmtree(drafts, ignore_errors=True)
        return {name: "%s|layername=%s" % (path, name) for name in NAMES}

    def _publish(self, pictures, folder, draft, page):
        """Put pictures and page in their places."""
        try:
            if folder:
                os.makedirs(folder, exist_ok=True)
                for _, _, picture in pictures:
                    shutil.copy(picture, folder)
            if page:
                os.makedirs(os.path.dirname(os.path.abspath(page)), exist_ok=True)
                shutil.copyfile(draft, page)  # says if that is a folder
        except OSError as error:
            raise InputError(
                Message(
                    "The layers are in {geopackage}, but {file} could not be written ({why}); is it "
                    "open elsewhere?",
                    geopackage=self.path,
                    file=error.filename2 or error.filename or page or folder,
                    why=error.strerror,
                )
            ) from None

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
            described = partial(styles.plain, title=name, about=self.about)
            save_style("%s|layername=%s" % (path, name), described)
        rows = {name: len(getattr(self.study, name)) for name in NAMES}
        if not study_files.is_whole(path, rows, self.algorithm):
            raise self._incomplete("")

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
        try:
            error = writer.errorMessage()
            for feature in features_of(frame, rows.geometries if rows else None):
                self.log.check()
                if error or not writer.addFeature(feature):
                    break
            error = error or writer.errorMessage()
        finally:
            del writer  # closes the file, before it is removed
        if error:
            raise self._incomplete(error)

    def _incomplete(self, why):
        return InputError(
            Message(
                "{file} could not be written ({why}); make room there, or choose another folder.",
                file=self.path,
                why=why or Message("it is not complete"),
            )
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
            finish = partial(_finish_loaded, self.finish[name], details.name, project)
            finish_output(layers[name], self.context, finish, saved=True)

    # --- map pictures --------------------------------------------------------------------------

    def _draw_maps(self, folder, form, choice):
        """Draw every layer in the chosen years; return year, caption and path of each picture."""
        years = chosen_years(choice, self.study.footprint["year"], "MAP_YEARS", self.log)
        shapes = region_shapes(self.source, self.names)
        series = maps.MapSeries(shapes, self.source.crs, self.context.transformContext())
        plan, pictures = self._map_plan(), []
        for index, (file, (name, field, title, subtitle)) in enumerate(plan.items()):
            log = self.log.part(0.85 + 0.03 * index, 0.88 + 0.03 * index)
            layers = self._year_layers(series, name, field, years, log)
            path = os.path.join(folder, file)
            if form == "multiples":
                pictures += self._draw_sheets(series, path, layers, years, title, subtitle)
                continue
            scale = maps.FRAME_SCALE if form == "animation" else 1
            drawn = []
            for year, layer in layers:
                png = "%s%s.png" % (path, "" if choice == LAST else "_%d" % year)
                caption = title.format(year=year)
                series.picture(png, layer, caption, subtitle, self._map_note(), scale)
                drawn.append((year, caption, png))
            if form == "animation":
                gif = path + "_animation.gif"
                maps.animate(gif, [png for _, _, png in drawn], log)
                drawn = [(years[-1], title.format(year=_span(years)), gif)]
            pictures += drawn
        return pictures

    def _draw_sheets(self, series, path, layers, years, title, subtitle):
        """Draw small multiples, a sheet for as many years as it holds."""
        for start in range(0, len(years), maps.MOST_PANELS):
            shown = years[start : start + maps.MOST_PANELS]
            number = "_%d" % (start // maps.MOST_PANELS + 1) if start else ""
            png = "%s_multiples%s.png" % (path, number)
            caption = title.format(year=_span(shown))
            panels = ((str(year), layer) for year, layer in islice(layers, len(shown)))
            series.multiples(png, panels, len(shown), caption, subtitle, self._map_note(True))
            yield years[-1], caption, png

    def _year_layers(self, series, name, field, years, log):
        """Yield each year with its layer, from the tables: the file is not read again."""
        table = getattr(self.study, name)[["region", "year", field]]
        for index, year in enumerate(years):
            log.check(index / len(years))
            yield year, series.layer(table[table["year"] == year], self.finish[name])

    def _map_note(self, several=False):
        note = (
            tr(
                "The same classes in all years. Carbon Footprint {version}, method {method}, "
                "after Zuo & Zhao (2025)"
            )
            if several
            else tr(
                "In brackets the number of regions. Carbon Footprint {version}, method {method}, "
                "after Zuo & Zhao (2025)"
            )
        )
        return note.format(version=metadata("version"), method=self.options.method)

    def _map_plan(self):
        """Layer, field, title and subtitle of each map, by the name of its file."""
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
        titles = {
            "depth": tr("Footprint depth, {year}"),
            "lisa_size": tr("Clusters of footprint size, {year}"),
            "lisa_depth": tr("Clusters of footprint depth, {year}"),
            "quadrants": tr("Quadrants of size and depth, {year}"),
        }
        return {
            "depth": ("footprint", "depth", titles["depth"], scale),
            "lisa_size": ("lisa_size", "lisa_cluster", titles["lisa_size"], clusters),
            "lisa_depth": ("lisa_depth", "lisa_cluster", titles["lisa_depth"], clusters),
            "quadrants": ("quadrants", "zone", titles["quadrants"], zones),
        }

    # --- page ----------------------------------------------------------------------------------

    def _write_page(self, path, pictures, geopackage, side_by_side):
        """Write the HTML summary."""
        study = self.study
        chosen = study.summary[study.summary["method"] == self.options.method]
        parts = [
            html_page.section(
                tr("All regions together"), self._totals(chosen), charts.totals_lines(chosen)
            ),
            html_page.section(tr("Maps"), *self._maps(pictures, side_by_side)),
            html_page.section(tr("The two methods side by side"), *self._both_methods()),
            html_page.section(
                tr("Global Moran's I"),
                charts.moran_lines(study.moran),
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

    @staticmethod
    def _maps(pictures, side_by_side):
        last = pictures[-1][0]
        shown = pictures
        if len(pictures) > MOST_ON_PAGE:
            shown = [picture for picture in pictures if picture[0] == last]
            said = tr(
                "Only the maps of {year} are shown here, for all {count} would be too many for a page; "
                "MAP_FORM multiples or animation shows every year."
            )
            yield html_page.paragraph(said.format(year=last, count=len(pictures)))
        yield '<div class="maps"%s>%s</div>' % (
            "" if side_by_side else ' style="grid-template-columns:1fr"',
            "".join(html_page.image(file, caption) for _, caption, file in shown),
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


def _finish_loaded(finish, title, project, layer):
    finish(layer)
    study_files.name_apart(layer, title, project)


def _span(years):
    few = len(years) <= 3
    return ", ".join(map(str, years)) if few else "%d–%d" % (years[0], years[-1])
