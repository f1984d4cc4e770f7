"""Rows of tables on the features of their regions: what is kept, what is replaced, what is named."""

from __future__ import annotations

import pandas as pd
import pytest
from carbon_footprint.core.log import Cancelled, Log, Message
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

NAMES = ["内蒙古", "黑龙江"]


def square(x, y=0, size=1000.0):
    corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]
    return "POLYGON((%s))" % ",".join("%f %f" % corner for corner in corners)


def source_of(fields, rows):
    """Source with a feature for each row; fields as in ``name:string(4)``."""
    from carbon_footprint.algorithms.layers import read_layer

    uri = "Polygon?crs=EPSG:32650&" + "&".join("field=" + field for field in fields)
    layer = QgsVectorLayer(uri, "regions", "memory")
    for i, values in enumerate(rows):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(square(2000 * i)))
        feature.setAttributes(values)
        assert layer.dataProvider().addFeature(feature)
    return read_layer(layer, Log())


def expand(source, names, table):
    from carbon_footprint.algorithms.layers import expand_regions

    log = Log()
    rows, frame = expand_regions(source, pd.Series(names), table, log)
    assert len(rows.geometries) == len(frame) == len(table)
    return rows, frame, log.notes


TABLE = pd.DataFrame(
    {
        "region": [NAMES[0]] * 2 + [NAMES[1]] * 2,
        "year": [2019, 2020] * 2,
        "sink_tc": [1.0, 2, 3, 4],
    },
).astype({"region": object})  # as pandas 2 has text


def test_own_region_and_year_that_are_lost_are_named(qgis_app):
    from carbon_footprint.algorithms.layers import fields_of

    fields = ["name:string(20)", "region:string(4)", "year:integer", "sink_tc:double"]
    source = source_of(fields, [[NAMES[0], "west", 1947, 9.0], [NAMES[1], "east", 1949, 9.0]])
    rows, frame, notes = expand(source, NAMES, TABLE)
    assert list(frame) == ["region", "year", "name", "sink_tc"]
    assert frame["region"].tolist() == frame["name"].tolist() == TABLE["region"].tolist()
    assert frame["year"].tolist() == TABLE["year"].tolist()
    assert frame["sink_tc"].tolist() == [1, 2, 3, 4]
    assert notes == ["Replaced in the output: region, year, sink_tc."]
    # Names of 3 characters fit into 4, but in a Shapefile 4 are bytes; the field name stays as it is.
    lengths = {field.name(): field.length() for field in fields_of(frame, rows.fields)}
    assert lengths["region"] == 0 and lengths["name"] == 20


@pytest.mark.parametrize(
    ("years", "kept"),
    [
        ([2019, 2020], True),  # among the years of the output
        ([2019, None], True),
        (["2019年", "2020.0"], True),
        ([2019, 2018], False),
        (["2019", "Qing"], False),
    ],
)
def test_a_key_that_is_kept_is_not_named(qgis_app, years, kept):
    kind = "string(8)" if isinstance(years[0], str) else "integer"
    source = source_of(
        ["region:string(20)", "year:" + kind, "note:string(9)"],
        [[name, year, "here"] for name, year in zip(NAMES, years)],
    )
    rows, frame, notes = expand(source, NAMES, TABLE)
    assert list(frame) == ["region", "year", "note", "sink_tc"]
    assert frame["year"].tolist() == [2019, 2020] * 2 and set(frame["note"]) == {"here"}
    assert notes == ([] if kept else ["Replaced in the output: year."])
    assert rows.fields["region"].length() == 20


def test_a_table_without_years_leaves_the_year_alone(qgis_app):
    source = source_of(["region:string", "year:integer"], [[NAMES[0], 2019], [NAMES[1], None]])
    table = pd.DataFrame({"region": NAMES, "gdp": [1.0, 2.0]})
    _, frame, notes = expand(source, NAMES, table)
    assert list(frame) == ["region", "year", "gdp"] and notes == []
    assert frame["year"][0] == 2019 and pd.isna(frame["year"][1])


def test_region_codes_as_numbers_are_kept(qgis_app):
    source = source_of(["region:double"], [[110000.0], [120000.0]])
    table = TABLE.assign(region=["110000", "110000", "120000", "120000"])
    _, frame, notes = expand(source, ["110000", "120000"], table)
    assert frame["region"].tolist() == table["region"].tolist() and notes == []


def test_a_text_field_that_is_too_short_is_not_used_again(qgis_app):
    from carbon_footprint.algorithms.layers import fields_of

    source = source_of(["zone:string(4)", "note:string(4)"], [["low", "hill"]])
    frame = pd.DataFrame({"zone": ["High-High"], "note": ["hill"]}, dtype=object)
    lengths = {field.name(): field.length() for field in fields_of(frame, source.fields)}
    assert lengths == {"zone": 0, "note": 4}


def test_shapes_are_those_of_the_first_year_whatever_its_field_is_called(qgis_app):
    from carbon_footprint.algorithms.layers import region_shapes

    rows = [["A", 2019], ["B", 2019], ["A", 2020], ["B", 2020], ["A", 2019]]
    for field in ("year", "jahr"):
        source = source_of(["region:string", field + ":integer"], rows)
        shapes = region_shapes(source, [name for name, _ in rows], [year for _, year in rows])
        # A has two parts in 2019
        assert {name: shape.area() for name, shape in shapes.items()} == {"A": 2e6, "B": 1e6}


def test_uniting_can_be_cancelled(qgis_app):
    from carbon_footprint.algorithms.layers import region_shapes

    class Stopped(Log):
        def is_cancelled(self):
            return True

    source = source_of(["region:string"], [["A"], ["A"]])
    with pytest.raises(Cancelled):
        region_shapes(source, ["A", "A"], log=Stopped())


def test_a_message_in_a_table_is_written_in_the_users_language(qgis_app, monkeypatch):
    from carbon_footprint.algorithms import i18n
    from carbon_footprint.algorithms.layers import features_of

    monkeypatch.setattr(i18n, "tr", {"{n} equal": "{n} 个相等"}.get)
    notes = pd.Series([Message("{n} equal", n=25), None, "as it is"], dtype=object)
    written = [feature.attributes()[0] for feature in features_of(pd.DataFrame({"note": notes}))]
    # plain text: a layer refuses anything else
    assert written == ["25 个相等", None, "as it is"] and type(written[0]) is str
