"""Map pictures: what is on them, pixel by pixel, as single maps, small multiples and animations."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest
from carbon_footprint.core.log import Cancelled, InputError, Log

PIL_Image = pytest.importorskip("PIL.Image")

SIDE = 3  # the regions are the fields of a square board
NAMES = ["R%d" % i for i in range(SIDE * SIDE)]
YEARS = (2011, 2013, 2015)
CORE, CRITICAL, OBSERVATION, BUFFER = (
    "Core zone",
    "Critical zone",
    "Observation zone",
    "Buffer zone",
)


@pytest.fixture(scope="module")
def maps(qgis_app):
    from carbon_footprint.algorithms import maps

    return maps


@pytest.fixture(scope="module")
def colours(qgis_app):
    """Colour of each zone as (red, green, blue)."""
    from carbon_footprint.algorithms.styles import ZONE_COLOURS

    return {
        zone: tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
        for zone, colour in ZONE_COLOURS.items()
    }


def board(names=NAMES, west=500_000, south=4_000_000, width=100_000, height=100_000):
    from qgis.core import QgsGeometry

    shapes = {}
    for i, name in enumerate(names):
        x, y = west + i % SIDE * width, south + i // SIDE * height
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        text = ",".join("%f %f" % corner for corner in corners)
        shapes[name] = QgsGeometry.fromWkt("POLYGON((%s))" % text)
    return shapes


@pytest.fixture
def series(maps):
    """Regions in a projected CRS: the board stays a square board on the map."""
    return make_series(maps, board())


def make_series(maps, shapes, crs="EPSG:32650"):
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    return maps.MapSeries(
        shapes, QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()
    )


def layer_of(series, zones, names=NAMES):
    from carbon_footprint.algorithms import styles

    return series.layer(pd.DataFrame({"region": names, "zone": zones}), styles.quadrants)


def pixels(path):
    return np.asarray(PIL_Image.open(path).convert("RGB")).astype(int)


def is_colour(image, colour):
    return (image == np.array(colour)).all(axis=2)


def boxes(mask, least=400):
    """Bounding boxes (top, left, bottom, right) of the connected areas of a mask."""
    from scipy.ndimage import find_objects, label

    areas, _ = label(mask)
    found = [(s[0].start, s[1].start, s[0].stop, s[1].stop) for s in find_objects(areas)]
    return [b for b in found if (b[2] - b[0]) * (b[3] - b[1]) >= least]


def map_part(image, maps):
    """Without the legend and the texts above and below."""
    return image[maps.TITLE : -maps.FOOT, : image.shape[1] - maps.LEGEND]


# --- one map --------------------------------------------------------------------------------------


def test_a_picture_shows_every_class_on_the_map_and_in_the_legend(series, maps, colours, tmp_path):
    layer = layer_of(series, [CORE] * 3 + [CRITICAL] * 3 + [BUFFER] * 2 + [None])
    path = tmp_path / "图 é.png"
    series.picture(str(path), layer, "Title", "Subtitle", "Note")
    image = pixels(path)
    assert image.shape[1] == 1800 and 900 < image.shape[0] < 2100
    on_map, legend = map_part(image, maps), image[:, -maps.LEGEND :]
    for zone in (CORE, CRITICAL, BUFFER):
        assert is_colour(on_map, colours[zone]).sum() > 100_000, zone
    assert not is_colour(on_map, colours[OBSERVATION]).any()
    for zone in (CORE, CRITICAL, OBSERVATION, BUFFER):  # also what occurs nowhere
        assert 1000 < is_colour(legend, colours[zone]).sum() < 1800, zone
    # north is up: row 0 of the board, in the core zone, is below row 1
    rows = {
        zone: np.nonzero(is_colour(on_map, colours[zone]))[0].mean() for zone in (CORE, CRITICAL)
    }
    assert rows[CORE] > rows[CRITICAL]
    for top, bottom in ((0, maps.TITLE), (-maps.FOOT, None)):
        assert (image[top:bottom] < 128).any(), "title and note are there"
    edge = np.concatenate([image[:, :4].ravel(), image[:, -4:].ravel(), image[-4:].ravel()])
    assert (edge == 255).all(), "nothing is cut off"


def test_pictures_of_years_have_one_extent_and_one_legend(series, maps, colours, tmp_path):
    # In the second year only the region in the middle has a row.
    layers = [layer_of(series, [CORE] * 9), layer_of(series, [BUFFER], ["R4"])]
    images = []
    for year, layer in zip(YEARS, layers):
        path = tmp_path / ("%d.png" % year)
        series.picture(str(path), layer, "Title", "", "")
        images.append(map_part(pixels(path), maps))
    legends = [[(label, colour.name()) for label, colour, _ in maps._legend(la)] for la in layers]
    assert legends[0] == legends[1] and len(legends[0]) == 5
    assert [[n for *_, n in maps._legend(la)] for la in layers] == [
        [9, 0, 0, 0, 0],
        [0, 0, 0, 1, 0],
    ]
    ((top, left, bottom, right),) = boxes(is_colour(images[1], colours[BUFFER]))
    whole = boxes(images[0].min(axis=2) < 250)
    (whole,) = [b for b in whole if b[2] - b[0] > 500]
    third = (whole[2] - whole[0]) / 3
    assert abs(top - (whole[0] + third)) < 4 and abs(bottom - (whole[0] + 2 * third)) < 4
    assert abs(left - (whole[1] + third)) < 4 and abs(right - (whole[1] + 2 * third)) < 4


def test_names_are_written_where_there_is_room(series, maps, tmp_path):
    named = layer_of(series, [OBSERVATION] * 9)
    series.picture(str(tmp_path / "a.png"), named, "", "", "")
    bare = layer_of(series, [OBSERVATION] * 9)
    panels = [("2011", bare)] + [("2012", layer_of(series, [OBSERVATION] * 9))] * 23
    series.multiples(str(tmp_path / "b.png"), panels, 24, "", "", "")
    assert named.labelsEnabled() and not bare.labelsEnabled()
    ink = map_part(pixels(tmp_path / "a.png"), maps).max(axis=2) < 70
    assert ink.sum() > 100, "the names are there to read"
    few = [("2011", layer_of(series, [OBSERVATION] * 9)) for _ in range(2)]
    series.multiples(str(tmp_path / "c.png"), few, 2, "", "", "")
    assert all(layer.labelsEnabled() for _, layer in few)


def test_a_name_lies_in_its_region_even_if_the_centroid_does_not(maps, colours, tmp_path):
    """A region like a C holds its centroid in the bay, which is another region."""
    from qgis.core import QgsGeometry

    squares = list(board().values())
    bay = [squares[4], squares[5]]
    bow = [square for square in squares if square not in bay]
    shapes = {"THE BOW": QgsGeometry.unaryUnion(bow), "THE BAY": QgsGeometry.unaryUnion(bay)}
    assert shapes["THE BAY"].contains(shapes["THE BOW"].centroid())
    series = make_series(maps, shapes)
    layer = layer_of(series, [OBSERVATION, CRITICAL], list(shapes))
    series.picture(str(tmp_path / "a.png"), layer, "", "", "")
    image = map_part(pixels(tmp_path / "a.png"), maps)
    top, left, bottom, right = boxes(is_colour(image, colours[OBSERVATION]))[0]
    inner = image[top + 5 : bottom - 5, left + 5 : right - 5].max(axis=2) < 70
    side = (bottom - top) // SIDE
    in_bay = np.zeros_like(inner)
    in_bay[side : 2 * side - 10, side:] = True
    assert (inner & in_bay).sum() > 30 and (inner & ~in_bay).sum() > 30


def test_many_regions_get_no_names(maps, tmp_path):
    names = ["R%d" % i for i in range(maps.MOST_LABELS + 1)]
    series = make_series(maps, board(names))
    layer = layer_of(series, [CORE] * len(names), names)
    series.picture(str(tmp_path / "a.png"), layer, "", "", "")
    assert not layer.labelsEnabled()


def test_a_long_title_gets_smaller_and_is_not_cut(series, maps, tmp_path):
    path = tmp_path / "a.png"
    series.picture(str(path), layer_of(series, [CORE] * 9), "Footprint depth " * 9, "", "")
    title = pixels(path)[20:76].min(axis=(0, 2)) < 128
    assert title.any() and not title[-maps.MARGIN :].any()


def test_chinese_texts_are_no_empty_boxes(series, maps, tmp_path):
    from qgis.PyQt.QtGui import QFontDatabase

    if not QFontDatabase().families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("no Chinese font is installed")
    drawn = []
    for text in ("碳", "足", "碳"):
        series.picture(str(tmp_path / "a.png"), layer_of(series, [CORE] * 9), text, "", "")
        drawn.append(pixels(tmp_path / "a.png")[: maps.TITLE])
    assert (drawn[0] != drawn[1]).any() and (drawn[0] == drawn[2]).all()


@pytest.mark.parametrize(
    ("shape", "proportion"),
    [({"width": 300_000}, (942, 942)), ({"height": 900_000}, (1700, 2000)), ({}, (1000, 1600))],
)
def test_the_page_fits_the_map_within_bounds(maps, tmp_path, shape, proportion):
    series = make_series(maps, board(**shape))
    path = tmp_path / "a.png"
    series.picture(str(path), layer_of(series, [CORE] * 9), "", "", "")
    height, width, _ = pixels(path).shape
    assert width == 1800 and proportion[0] <= height <= proportion[1]


def test_geographic_regions_are_drawn_equal_area(maps, colours, tmp_path):
    # Three fields of one degree at 60 N and three at the equator: half as wide there, by cos 60.
    north = board(NAMES[:3], 10, 60, 1, 1)
    south = board(NAMES[3:6], 10, 1, 1, 1)
    series = make_series(maps, {**north, **south}, "EPSG:4326")
    assert not series.crs.isGeographic()
    areas = [series.shapes[name].area() for name in NAMES[:6]]
    assert areas[3] / areas[0] == pytest.approx(2.0, rel=0.05)
    assert north["R0"].boundingBox().width() == pytest.approx(1), "what came in stays as it is"
    path = tmp_path / "a.png"
    series.picture(str(path), layer_of(series, [CORE] * 6, NAMES[:6]), "", "", "")
    assert is_colour(pixels(path), colours[CORE]).sum() > 2000


def test_regions_all_round_the_world_are_drawn_too(maps, colours, tmp_path):
    # The corner at 180 E 0 N is the antipode of the middle: no projected point stands for it.
    shapes = board(["W", "E"], -180, -40, 180, 80)
    shapes["E"] = board(["E"], 0, -40, 180, 80)["E"]
    shapes["point"] = type(shapes["E"]).fromWkt("POLYGON((180 0,170 5,170 -5,180 0))")
    series = make_series(maps, shapes, "EPSG:4326")
    path = tmp_path / "a.png"
    series.picture(str(path), layer_of(series, [CORE] * 3, list(shapes)), "", "", "")
    assert is_colour(pixels(path), colours[CORE]).sum() > 100_000


def test_a_picture_that_cannot_be_written_is_one_sentence(series, tmp_path):
    path = str(tmp_path / "none" / "a.png")
    with pytest.raises(InputError, match="a.png could not be written"):
        series.picture(path, layer_of(series, [CORE] * 9), "", "", "")


# --- small multiples ------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 12, 22, 24])
def test_every_panel_of_a_sheet_is_there_at_one_size(series, maps, colours, tmp_path, count):
    zones = [CORE, BUFFER, CRITICAL]
    panels = ((str(2000 + i), layer_of(series, [zones[i % 3]] * 9)) for i in range(count))
    path = tmp_path / "s.png"
    series.multiples(str(path), panels, count, "Title", "Subtitle", "Note")
    image = pixels(path)
    assert 1800 <= image.shape[1] <= 2440 and 900 <= image.shape[0] <= 2100
    on_sheet = image[maps.TITLE : -maps.FOOT].min(axis=2) < 250
    found = [b for b in boxes(on_sheet) if b[2] - b[0] > 150]
    assert len(found) == count
    heights, widths = ({b[i + 2] - b[i] for b in found} for i in (0, 1))
    assert max(heights) - min(heights) <= 2 and max(widths) - min(widths) <= 2
    assert abs(max(heights) - max(widths)) <= 3, "a square board stays square"
    # in reading order, each in the colour of its year
    row = max(heights)
    found.sort(key=lambda b: (round(b[0] / row), b[1]))
    for i, (top, left, bottom, right) in enumerate(found):
        inside = image[maps.TITLE + top : maps.TITLE + bottom, left:right]
        assert is_colour(inside, colours[zones[i % 3]]).mean() > 0.8, i
        above = image[maps.TITLE + top - maps.PANEL_TITLE : maps.TITLE + top, left:right]
        assert (above < 100).any(), "the year stands above"
    edge = np.concatenate([image[:, :4].ravel(), image[:, -4:].ravel(), image[-4:].ravel()])
    assert (edge == 255).all(), "nothing is cut off"


def test_a_sheet_has_one_legend_without_numbers(series, maps, colours, tmp_path, monkeypatch):
    written, plain = [], maps._text

    def text(painter, box, words, *rest, **more):
        written.append(words)
        plain(painter, box, words, *rest, **more)

    monkeypatch.setattr(maps, "_text", text)
    panels = [(str(year), layer_of(series, [CORE] * 9)) for year in YEARS]
    series.multiples(str(tmp_path / "s.png"), panels, 3, "Title", "Subtitle", "Note")
    assert written == [
        "Title", "Subtitle", "Note", "2011", "2013", "2015",
        CORE, CRITICAL, OBSERVATION, BUFFER, "No data",
    ]  # fmt: skip


def test_borders_of_many_small_regions_do_not_hide_their_colours(maps, colours, tmp_path):
    names = ["R%d" % i for i in range(SIDE * 80)]
    series = make_series(maps, board(names, width=800_000, height=30_000))
    zones = [CORE] * len(names)
    panels = [(str(i), layer_of(series, zones, names)) for i in range(24)]
    path = tmp_path / "s.png"
    series.multiples(str(path), panels, 24, "", "", "")
    image = map_part(pixels(path), maps)
    inside = image[(image.min(axis=2) < 250)]
    assert np.abs(np.median(inside, axis=0) - colours[CORE]).max() < 60


# --- animations -----------------------------------------------------------------------------------


def frames_of(path):
    with PIL_Image.open(path) as gif:
        for i in range(gif.n_frames):
            gif.seek(i)
            yield gif.info["duration"], np.asarray(gif.convert("RGB")).astype(int)


def draw_frames(series, maps, folder, zones):
    files = []
    for i, zone in enumerate(zones):
        files.append(str(folder / ("%d.png" % i)))
        layer = layer_of(series, [zone] * 9)
        series.picture(files[-1], layer, str(2000 + i), "", "", maps.FRAME_SCALE)
    return files


def test_an_animation_has_a_frame_for_each_year_in_the_colours_of_the_legend(
    series, maps, colours, tmp_path
):
    zones = [CORE, BUFFER, CRITICAL, OBSERVATION]
    path = tmp_path / "动 画.gif"
    maps.animate(str(path), draw_frames(series, maps, tmp_path, zones), Log())
    frames = list(frames_of(path))
    assert [duration for duration, _ in frames] == [1000, 1000, 1000, 2500]
    assert PIL_Image.open(path).info["loop"] == 0, "it plays for ever"
    for zone, (_, image) in zip(zones, frames):
        assert image.shape[1] == 1350
        assert is_colour(image, colours[zone]).mean() > 0.2, zone
        for each in zones:
            assert is_colour(image, colours[each]).any(), "legend"
    assert path.stat().st_size < 1_000_000


def test_years_that_look_alike_are_frames_of_their_own(series, maps, tmp_path):
    path = tmp_path / "a.gif"
    maps.animate(str(path), draw_frames(series, maps, tmp_path, [CORE] * 3), Log())
    assert len(list(frames_of(path))) == 3, "the year in the title differs"


def test_one_year_makes_an_animation_of_one_frame(series, maps, tmp_path):
    path = tmp_path / "a.gif"
    maps.animate(str(path), draw_frames(series, maps, tmp_path, [CORE]), Log())
    assert PIL_Image.open(path).n_frames == 1


def test_an_animation_can_be_cancelled_between_frames(series, maps, tmp_path):
    class Impatient(Log):
        asked = 0

        def is_cancelled(self):
            self.asked += 1
            return self.asked == 3

    files, log = draw_frames(series, maps, tmp_path, [CORE, BUFFER, CRITICAL, CORE]), Impatient()
    with pytest.raises(Cancelled):
        maps.animate(str(tmp_path / "a.gif"), files, log)
    assert log.asked == 3


def test_an_animation_without_pillow_is_one_sentence(maps, monkeypatch):
    maps.require_animation()
    monkeypatch.setattr(maps, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="needs the Python package Pillow"):
        maps.require_animation()


# --- threads --------------------------------------------------------------------------------------


def test_pictures_from_several_threads_at_once_are_the_same(maps, tmp_path):
    def draw(name):
        series = make_series(maps, board())
        zones = [CORE, BUFFER, CRITICAL] * 3
        series.picture(str(tmp_path / (name + ".png")), layer_of(series, zones), "T", "S", "N")
        panels = [(str(year), layer_of(series, zones)) for year in YEARS]
        series.multiples(str(tmp_path / (name + "_m.png")), panels, 3, "T", "S", "N")

    draw("main")
    threads = [threading.Thread(target=draw, args=("t%d" % i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for end in (".png", "_m.png"):
        expected = (tmp_path / ("main" + end)).read_bytes()
        for i in range(3):
            assert (tmp_path / ("t%d%s" % (i, end))).read_bytes() == expected
