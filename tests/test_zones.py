"""Regions on a grid: every cell beside GDAL's own rasterizer, and the parts a tiling falls into.

GDAL burns a cell whose centre lies in the polygon, and follows the same rule on ties: a crossing
at x fills from floor(x + 1/2), and a line of centres that meets a vertex goes with the edge that
leads south. The exception is an edge that runs along a line of centres: GDAL burns it for the
polygon whose ring runs west there, so that two neighbours can both get the cell. Those have a
test of their own.
"""

from dataclasses import replace

import numpy as np
import pyproj
import pytest
from carbon_footprint.core import polygons as poly
from carbon_footprint.core import zones as zones_module
from carbon_footprint.core import zones_numba
from carbon_footprint.core.cell_areas import CellAreas
from carbon_footprint.core.log import Log
from carbon_footprint.core.rasters import Grid, Window
from carbon_footprint.core.zones import Layout, Spans, Zones, cut
from osgeo import ogr
from shapes import box, burnt, multipolygon, polygon, srs, zones_of

UTM = srs(32650)


@pytest.fixture(autouse=True)
def both_ways(monkeypatch):
    """Every spans that a test finds are the same with numpy and in machine code."""
    spans = Zones.spans

    def compared(self, window):
        found = spans(self, window)
        with monkeypatch.context() as patch:
            patch.setattr(zones_numba, "cross_rows", None)
            by_numpy = spans(self, window)
        assert len(found) == len(by_numpy)
        for layer, expected in zip(found, by_numpy):
            np.testing.assert_array_equal(layer, expected)
        return found

    if zones_numba.cross_rows is not None:
        monkeypatch.setattr(Zones, "spans", compared)


def test_machine_code_is_there_where_numba_is():
    pytest.importorskip("numba")
    assert zones_numba.cross_rows is not None


def grid(columns, rows, x0=0.0, y0=None, dx=1.0, dy=-1.0):
    return Grid("x", columns, rows, x0, -dy * rows if y0 is None else y0, dx, dy, "")


def windows(place, rows, first=0):
    edges = [*range(first, place.rows, rows), place.rows]
    return [Window(0, row, place.columns, below - row) for row, below in zip(edges[:-1], edges[1:])]


def check_spans(spans, window, columns):
    """Sorted, not empty, within the window, none over another."""
    assert len({len(column) for column in spans}) == 1
    assert ((0 <= spans.row) & (spans.row < window.rows)).all()
    assert ((0 <= spans.start) & (spans.start < spans.stop) & (spans.stop <= columns)).all()
    follows = (
        spans.row[:-1] * columns + spans.stop[:-1] <= spans.row[1:] * columns + spans.start[1:]
    )
    assert follows.all()


def laid(zones, place, count, rows=None) -> tuple:
    """Cells by region, shape (regions, rows, columns), and the layers as (zone, other) by cell."""
    counts = np.zeros((count, place.rows, place.columns), int)
    layers = []
    for window in windows(place, rows or place.rows):
        for number, spans in enumerate(zones.spans(window)):
            check_spans(spans, window, place.columns)
            if number == len(layers):
                layers.append(np.full((2, place.rows, place.columns), -1))
            for row, start, stop, zone, other in zip(*spans):
                counts[zone, window.row + row, start:stop] += 1
                layers[number][:, window.row + row, start:stop] = np.array([[zone], [other]])
    return counts, layers


def star(rng, x, y, radius, points):
    """A jagged polygon that its centre sees wholly, hence valid.

    From five points on, no two neighbours are more than 137 degrees apart: nothing of the border
    comes nearer to the centre than 0.3 cos 68.5 degrees = 0.11 of the radius.
    """
    angle = 2 * np.pi * (np.arange(points) + rng.uniform(0, 0.9, points)) / points
    reach = radius * rng.uniform(0.3, 1, points)
    return np.column_stack([x + reach * np.cos(angle), y + reach * np.sin(angle)])


def rough(rng, start, end, depth, amplitude=0.12):
    """A fractal line by displaced midpoints, without its end."""
    if depth == 0:
        return [start]
    across = np.array([start[1] - end[1], end[0] - start[0]])
    middle = (start + end) / 2 + across * rng.uniform(-amplitude, amplitude)
    return rough(rng, start, middle, depth - 1) + rough(rng, middle, end, depth - 1)


def tiling(rng, place, across, down, depth, step=None):
    """Tiles with fractal borders that fill a grid, their vertices rounded to ``step`` cells."""
    x0, y0, x1, y1 = 0, 0, 12 * across, 12 * down
    unit = np.array([place.columns / x1, place.rows / y1])
    nodes = np.stack(
        np.meshgrid(np.linspace(x0, x1, across + 1), np.linspace(y0, y1, down + 1)), axis=-1
    )
    size = np.array([(x1 - x0) / across, (y1 - y0) / down])
    nodes[1:-1, 1:-1] += rng.uniform(-0.2, 0.2, (down - 1, across - 1, 2)) * size
    nodes[1:-1, [0, -1], 1] += rng.uniform(-0.2, 0.2, (down - 1, 2)) * size[1]
    nodes[[0, -1], 1:-1, 0] += rng.uniform(-0.2, 0.2, (2, across - 1)) * size[0]
    lines = {}

    def line(a, b):
        if (b, a) in lines:
            there = lines[b, a]
            return [nodes[a], *there[:0:-1]]
        outer = any(a[k] == b[k] and a[k] in (0, (down, across)[k]) for k in (0, 1))
        lines[a, b] = [nodes[a]] if outer else rough(rng, nodes[a], nodes[b], depth)
        return lines[a, b]

    tiles = []
    for j in range(down):
        for i in range(across):
            corners = [(j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i), (j, i)]
            points = np.array([p for a, b in zip(corners[:-1], corners[1:]) for p in line(a, b)])
            points *= unit
            if step:
                points = np.round(points / step) * step
            tiles.append(polygon(points * [place.dx, place.dy] + [place.x0, place.y0]))
    check_tiling(tiles, place)
    return tiles


def check_tiling(tiles, place):
    """The tiles are valid and fill the grid without overlap, by their areas and their union."""
    assert all(tile.IsValid() for tile in tiles)
    x0, y0, x1, y1 = place.extent
    whole = (x1 - x0) * (y1 - y0)
    union = tiles[0]
    for tile in tiles[1:]:
        union = union.Union(tile)
    assert sum(tile.GetArea() for tile in tiles) == pytest.approx(whole, rel=1e-12)
    assert union.GetArea() == pytest.approx(whole, rel=1e-12)


def check_partition(tiles, place):
    expected = burnt(tiles, place)
    assert (expected.sum(axis=0) == 1).all()
    zones = zones_of(tiles, place)
    for rows in (None, 1, 7):
        counts, layers = laid(zones, place, len(tiles), rows)
        np.testing.assert_array_equal(counts, expected)
        assert len(layers) == 1 and (layers[0][1] == -1).all()


# --- one region beside GDAL -------------------------------------------------------------------

GRIDS = [
    grid(41, 37),
    grid(41, 37, dx=0.7, dy=-1.9, x0=-3.3, y0=61.7),
    grid(41, 37, y0=1.5, dy=1.1, dx=2.3),
    grid(41, 37, x0=50.0, dx=-1.3),
    grid(1, 50),
    grid(50, 1, y0=20.0),
]


@pytest.mark.parametrize("place", GRIDS, ids=["square", "oblong", "south", "west", "column", "row"])
def test_stars_holes_and_multipolygons_as_gdal_burns_them(place):
    rng = np.random.default_rng(11)
    x0, y0, x1, y1 = place.extent
    for _ in range(25):
        x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
        radius = rng.uniform(0.05, 1) * max(x1 - x0, y1 - y0)  # partly outside as a rule
        outer = star(rng, x, y, radius, rng.integers(5, 400))
        hole = star(rng, x, y, radius * 0.11, rng.integers(5, 60))
        shape = polygon(outer, hole)
        if rng.random() < 0.5:
            apart = star(rng, x + 2.5 * radius, y, radius, 30)
            shape = multipolygon([outer, hole], [apart], [0.5 * (hole - [x, y]) + [x, y]])
        assert shape.IsValid()
        counts, layers = laid(zones_of([shape], place), place, 1, rows=10)
        np.testing.assert_array_equal(counts, burnt([shape], place))
        assert len(layers) <= 1


@pytest.mark.parametrize(
    "shape",
    [
        box(-9, -9, 99, 99),  # all of the grid
        box(-9, 3, -1, 5), box(41, 3, 60, 5), box(3, 37, 5, 50), box(3, -7, 5, 0),  # none of it
        box(-9, 3, 4.2, 5), box(40, 30.2, 60, 50),  # past an edge, past a corner
        box(3.1, 3.1, 3.9, 3.9), box(3.6, 3.1, 4.4, 3.9),  # below a cell, with a centre and without
        box(2, 2.6, 30, 3.4), box(2.6, 2, 3.4, 30),  # slivers between lines of centres
        polygon([(0, 0), (41, 37), (41, 36.9)]),  # a sliver across
        polygon([(-5, 18.25), (60, 18.25), (60, 18.75)]),
    ],
)  # fmt: skip
def test_odd_places_as_gdal_burns_them(shape):
    place = grid(41, 37)
    counts, layers = laid(zones_of([shape], place), place, 1)
    np.testing.assert_array_equal(counts, burnt([shape], place))
    assert len(layers) <= 1


def test_regions_without_a_polygon_have_no_cells():
    place = grid(9, 9)
    empty = ogr.Geometry(ogr.wkbMultiPolygon)
    counts, _ = laid(zones_of([empty, box(0, 0, 9, 9), empty], place), place, 3)
    assert counts.sum(axis=(1, 2)).tolist() == [0, 81, 0]
    zones = zones_of([empty], place)
    assert not any(len(spans.row) for spans in zones.spans(Window(0, 0, 9, 9)))


# --- tilings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_tiles_with_fractal_borders_share_no_cell_and_lose_none(seed):
    rng = np.random.default_rng(seed)
    place = [grid(97, 83), grid(97, 83, dx=0.31, dy=-0.77), grid(83, 97, y0=0.0, dy=1.0),
             grid(97, 83, x0=97.0, dx=-1.0)][seed]  # fmt: skip
    check_partition(tiling(rng, place, 5, 4, 5), place)


def test_tiles_smaller_than_cells():
    place = grid(23, 19)
    check_partition(tiling(np.random.default_rng(5), place, 40, 30, 2), place)


def test_tiles_across_bundles_of_rows():
    # edges of 300 rows and of a fraction of a row, over several bundles of 256 rows
    place = grid(20, 3 * zones_module._BUNDLE_ROWS + 11)
    tiles = tiling(np.random.default_rng(6), place, 4, 3, 1)
    expected = burnt(tiles, place)
    zones = zones_of(tiles, place)
    for rows in (1, 7, 255, 256, 257, 700, None):
        counts, _ = laid(zones, place, len(tiles), rows)
        np.testing.assert_array_equal(counts, expected)


def test_any_window_of_rows_is_part_of_the_whole():
    place = grid(30, 600)
    tiles = tiling(np.random.default_rng(8), place, 4, 4, 4)
    zones = zones_of(tiles, place)
    whole, _ = laid(zones, place, len(tiles))
    rng = np.random.default_rng(9)
    for _ in range(30):
        first, last = np.sort(rng.choice(601, 2, replace=False))
        counts = np.zeros((len(tiles), last - first, 30), int)
        for row, start, stop, zone, _ in zip(*zones.spans(Window(0, first, 30, last - first))[0]):
            counts[zone, row, start:stop] += 1
        np.testing.assert_array_equal(counts, whole[:, first:last])


# --- ties: borders through the centres of cells -----------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_vertices_on_centres_corners_and_lines(seed):
    """Vertices at halves of a cell: on centres, corners and sides, all numbers exact."""
    rng = np.random.default_rng(seed)
    place = [grid(64, 48), grid(64, 48, dx=0.25, dy=-0.5), grid(64, 48, y0=0.0, dy=2.0)][seed % 3]
    shapes = tiling(rng, place, 5, 4, 2, step=0.5)
    counts, layers = laid(zones_of(shapes, place), place, len(shapes))
    assert (counts.sum(axis=0) == 1).all() and len(layers) == 1
    np.testing.assert_array_equal(counts, by_the_rule(shapes, place))
    # where no edge runs along a line of centres GDAL says the same
    expected = burnt(shapes, place)
    agree = ~rows_with_edges_along(shapes, place)
    assert agree.sum() > 20
    np.testing.assert_array_equal(counts[:, agree], expected[:, agree])


def in_cells(shape, place):
    """Edges in halves of cells, as whole numbers: (x, y, x_next, y_next)."""
    points = np.array(shape.GetGeometryRef(0).GetPoints())[:, :2]  # these have no holes
    twice = 2 * (points - [place.x0, place.y0]) / [place.dx, place.dy]
    assert (twice == np.rint(twice)).all()
    twice = twice.astype(int).tolist()
    return [(*a, *b) for a, b in zip(twice[:-1], twice[1:])]


def by_the_rule(shapes, place):
    """The documented rule in whole numbers, cell by cell: borders west of the centre are counted.

    A centre on a border belongs to the region west of it: such a border is not west of the centre.
    """
    masks = np.zeros((len(shapes), place.rows, place.columns), bool)
    for number, shape in enumerate(shapes):
        for xa, ya, xb, yb in in_cells(shape, place):
            if ya > yb:
                xa, ya, xb, yb = xb, yb, xa, ya
            for row in range(place.rows):
                y = 2 * row + 1
                if ya <= y < yb:
                    # x < centre, times the height of the edge, which is positive
                    x = xa * (yb - ya) + (y - ya) * (xb - xa)
                    centres = (2 * np.arange(place.columns) + 1) * (yb - ya)
                    masks[number, row] ^= x < centres
    return masks


def rows_with_edges_along(shapes, place):
    rows = np.zeros(place.rows, bool)
    for shape in shapes:
        for _, ya, _, yb in in_cells(shape, place):
            if ya == yb and ya % 2 and 0 <= ya // 2 < place.rows:
                rows[ya // 2] = True
    return rows


def test_borders_along_lines_of_centres():
    """Four boxes whose borders all run through centres: north-east of a border is south-west's."""
    place = grid(8, 8)
    shapes = [box(0, 4.5, 3.5, 8), box(3.5, 4.5, 8, 8), box(0, 0, 3.5, 4.5), box(3.5, 0, 8, 4.5)]
    counts, layers = laid(zones_of(shapes, place), place, 4)
    # column 3 has its centre on x = 3.5, and belongs to the west; row 3 on y = 4.5, to the south
    west, north = np.arange(8) <= 3, np.arange(8) < 3
    expected = [
        np.outer(a, b) for a, b in [(north, west), (north, ~west), (~north, west), (~north, ~west)]
    ]
    np.testing.assert_array_equal(counts, expected)
    np.testing.assert_array_equal(counts, by_the_rule(shapes, place))
    assert len(layers) == 1


def test_neighbours_with_other_vertices_on_a_common_straight_border():
    """One neighbour has a vertex where the other has none, on lines that numbers hold exactly."""
    place = grid(16, 16)
    left = polygon([(0, 0), (4, 0), (12, 16), (0, 16)])
    right = polygon([(4, 0), (16, 0), (16, 16), (12, 16), (10, 12), (7.5, 7), (5, 2)])
    counts, layers = laid(zones_of([left, right], place), place, 2)
    assert (counts.sum(axis=0) == 1).all() and len(layers) == 1
    np.testing.assert_array_equal(counts, burnt([left, right], place))


# --- regions over each other ------------------------------------------------------------------


def check_layers(shapes, place, rows=None):
    masks = burnt(shapes, place)
    counts, layers = laid(zones_of(shapes, place), place, len(shapes), rows)
    np.testing.assert_array_equal(counts, masks)
    depth = masks.sum(axis=0)
    assert len(layers) == depth.max()
    for number, (zone, other) in enumerate(layers):
        np.testing.assert_array_equal(zone >= 0, depth > number)
        y, x = np.nonzero(zone >= 0)
        assert masks[zone[y, x], y, x].all()
        if number == 0:
            assert (other == -1).all()
            continue
        named = other[y, x]
        assert (named >= 0).all() and (named != zone[y, x]).all()
        assert masks[named, y, x].all()
    return layers


def test_two_and_three_regions_over_each_other():
    place = grid(30, 30)
    check_layers([box(2, 2, 20, 20), box(10, 10, 28, 28)], place)
    check_layers([box(2, 2, 20, 20), box(10, 10, 28, 28), box(5, 5, 25, 25)], place)
    # the same on the same cells, and with the same left or right side
    check_layers([box(2, 2, 20, 20)] * 4, place)
    check_layers([box(2, 2, 20, 20), box(2, 2, 9, 9), box(13, 3, 20, 9)], place)
    # nested, and a region that lies over several neighbours
    check_layers([box(k, k, 30 - k, 30 - k) for k in range(0, 14, 2)], place)
    check_layers([box(14 - k, 14 - k, 16 + k, 16 + k) for k in range(0, 14, 2)], place)
    check_layers(
        [box(0, 0, 10, 30), box(10, 0, 20, 30), box(20, 0, 30, 30), box(5, 5, 25, 25)], place
    )


@pytest.mark.parametrize("seed", range(8))
def test_many_stars_over_each_other(seed):
    rng = np.random.default_rng(seed)
    place = grid(60, 45)
    stars = [
        polygon(star(rng, *rng.uniform(0, 60, 2), rng.uniform(2, 50), rng.integers(5, 99)))
        for _ in range(rng.integers(3, 12))
    ]
    check_layers(stars, place, rows=int(rng.integers(1, 46)))


@pytest.mark.parametrize("parts, holes", [(1, 0), (1, 1), (3, 0), (2, 2)])
def test_invalid_polygons_hold_the_cells_of_repaired_ones(parts, holes):
    """Rings that cross themselves and one another, parts that overlap, holes outside."""
    rng = np.random.default_rng(100 * parts + holes)
    place, invalid, cells = grid(60, 60), 0, 0
    for _ in range(40):
        shape = multipolygon(
            *(
                [rng.uniform(1, 59, (rng.integers(4, 10), 2)) for _ in range(1 + holes)]
                for _ in range(parts)
            )
        )
        is_valid = poly.gdal_call(shape.IsValid)[0]
        polygons = {"r": shape}
        assert poly.completed(poly.repair(polygons, Log())) == ([] if is_valid else ["r"])
        assert poly.gdal_call(polygons["r"].IsValid)[0]
        raw, repaired = (
            laid(zones_of([each], place), place, 1)[0] for each in (shape, polygons["r"])
        )
        np.testing.assert_array_equal(raw, repaired)
        invalid += not is_valid
        cells += raw.sum()
    assert invalid > 30 and cells > 40 * 300


# --- regions in another CRS -------------------------------------------------------------------

ALBERS = pyproj.CRS("+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +ellps=WGS84 +units=m")


def laid_out(shapes, crs, place):
    """Cells of regions in any CRS, shape (regions, rows, columns)."""
    table = [(str(number), bytes(shape.ExportToWkb())) for number, shape in enumerate(shapes)]
    wkt, is_equal_area = pyproj.CRS(crs).to_wkt(), CellAreas(place).kind == "constant"
    layout = Layout(poly.read_polygons(table, Log()), wkt, place, is_equal_area, Log())
    counts, layers = laid(layout.zones, place, len(shapes))
    assert len(layers) == 1
    return counts


def inside(points, x, y):
    """Even-odd rule for points beside a closed ring."""
    result = np.zeros(x.shape, bool)
    for (xa, ya), (xb, yb) in zip(points[:-1], points[1:]):
        if ya != yb:
            between = (np.minimum(ya, yb) <= y) & (y < np.maximum(ya, yb))
            result ^= between & (x < xa + (y - ya) / (yb - ya) * (xb - xa))
    return result


def distance(points, x, y):
    """Distance of points from a closed ring."""
    nearest = np.full(x.shape, np.inf)
    for a, b in zip(points[:-1], points[1:]):
        edge = b - a
        along = ((x - a[0]) * edge[0] + (y - a[1]) * edge[1]) / (edge**2).sum()
        along = np.clip(along, 0, 1)
        away = np.hypot(x - a[0] - along * edge[0], y - a[1] - along * edge[1])
        nearest = np.minimum(nearest, away)
    return nearest


# CRS of the regions, their middle and size, and a grid: CRS, first corner, cell
ELSEWHERE = {
    "albers on degrees": (ALBERS, (0.0, 3.8e6), 4e5, "EPSG:4326", 100.0, 39.0, 0.05, -0.05),
    "degrees on albers": ("EPSG:4326", (105.0, 34.0), 4.0, ALBERS, -5e5, 4.4e6, 5000.0, -5000.0),
    "albers on mercator": (ALBERS, (0.0, 3.8e6), 4e5, "EPSG:3857", 1.11e7, 3.5e6, 6000.0, 6000.0),
    "mercator on utm": ("EPSG:3857", (1.3e7, 4e6), 3e5, "EPSG:32650", 1e5, 4e6, 4000.0, -4000.0),
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_long_edges_are_straight_in_the_crs_of_the_regions(case):
    """Centres of cells are brought to the regions, and looked up in the plane there.

    An edge may miss a straight line by 1/200 of a cell, and nothing else may differ. With
    vertices transformed alone, edges of hundreds of km would miss it by cells.
    """
    crs, (x, y), size, raster_crs, x0, y0, dx, dy = ELSEWHERE[case]
    place = Grid("x", 220, 180, x0, y0, dx, dy, pyproj.CRS(raster_crs).to_wkt())
    rings = [
        size * np.array([*corners, corners[0]]) + [x, y]
        for corners in (
            [(-1, -1), (0.1, -1), (-0.2, 0.3), (-1, 0.4)],
            [(0.1, -1), (1, -1), (1, 0.9), (-0.2, 0.3)],
            [(-1, 0.4), (-0.2, 0.3), (1, 0.9), (1, 1), (-1, 1)],
        )
    ]
    found = laid_out([polygon(points[:-1]) for points in rings], crs, place)
    columns, rows = np.meshgrid(np.arange(220) + 0.5, np.arange(180) + 0.5)
    there = pyproj.Transformer.from_crs(raster_crs, crs, always_xy=True).transform(
        x0 + columns * dx, y0 + rows * dy
    )
    back = pyproj.Transformer.from_crs(crs, raster_crs, always_xy=True)
    cell = min(abs(dx), abs(dy)) * (111_320 if pyproj.CRS(raster_crs).is_geographic else 1)
    unit = 111_320 if pyproj.CRS(crs).is_geographic else 1
    bent = 0
    for number, points in enumerate(rings):
        expected = inside(points, *there)
        assert expected.sum() > 1000
        differ = found[number] != expected
        # metres of Web Mercator are longer than those of the ground
        assert (distance(points, *there)[differ] * unit <= 0.005 * 1.4 * cell).all()
        assert differ.sum() <= 2
        straight = np.column_stack(back.transform(*points.T))
        bent += (inside(straight, x0 + columns * dx, y0 + rows * dy) != expected).sum()
    assert bent > 100


def test_cgcs2000_is_wgs84_to_the_cell():
    """The datums agree to centimetres, and GDAL takes them for one: cells of 30 m are the same."""
    rng = np.random.default_rng(12)
    place = Grid("x", 300, 200, 103.0, 36.0, 0.0003, -0.0003, pyproj.CRS(4326).to_wkt())
    shape = polygon(star(rng, 103.045, 35.97, 0.05, 300))
    expected = burnt([shape], place)
    for crs in (4490, 4326):
        np.testing.assert_array_equal(laid_out([shape], crs, place), expected)
    place = replace(place, crs_wkt=pyproj.CRS(4490).to_wkt())
    np.testing.assert_array_equal(laid_out([shape], 4326, place), expected)


@pytest.mark.parametrize("raster", ["EPSG:4326", "EPSG:4326+5773", "EPSG:4979", "EPSG:32648+5773"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4326+5773", "EPSG:4979"])
def test_heights_in_the_crs_change_no_cell(raster, crs):
    shape = polygon(star(np.random.default_rng(13), 105.05, 35.97, 0.04, 60))
    if raster.startswith("EPSG:32648"):
        place, plane = Grid("x", 90, 99, 5e5, 3.984e6, 100, -90, ""), "EPSG:32648"
    else:
        place, plane = Grid("x", 90, 70, 105.0, 36.0, 0.001, -0.001, ""), "EPSG:4326"
    expected = laid_out([shape], "EPSG:4326", replace(place, crs_wkt=pyproj.CRS(plane).to_wkt()))
    assert expected.sum() > 500
    place = replace(place, crs_wkt=pyproj.CRS(raster).to_wkt())
    np.testing.assert_array_equal(laid_out([shape], crs, place), expected)
    assert CellAreas(place).kind == ("cells" if plane == "EPSG:32648" else "rows")


# --- cutting ----------------------------------------------------------------------------------


def test_cut_keeps_every_cell_and_numbers_the_stripes():
    rng = np.random.default_rng(1)
    for _ in range(50):
        width, edges = 60, np.sort(rng.choice(59, rng.integers(0, 8)) + 1)  # some are equal
        # spans that do not overlap, from sorted distinct places
        place = np.sort(rng.choice(3 * width, 20, replace=False)).reshape(-1, 2)
        place = place[place[:, 0] // width == (place[:, 1] - 1) // width]
        row, start = np.divmod(place[:, 0], width)
        spans = Spans(
            row, start, place[:, 1] - row * width, np.arange(len(row)), -np.ones(len(row))
        )
        pieces, stripe = cut(spans, edges)
        bounds = [0, *edges, width]
        cells = {}
        for r, a, b, zone, number in zip(*pieces[:4], stripe):
            assert bounds[number] <= a < b <= bounds[number + 1]
            for column in range(a, b):
                assert cells.setdefault((r, column), zone) == zone
        expected = {
            (r, column): zone for r, a, b, zone in zip(*spans[:4]) for column in range(a, b)
        }
        assert cells == expected and len(pieces.row) == len(stripe)


def test_curves_become_polygons_wherever_they_are():
    """A disk of arcs measures pi r^2, also in a collection; what is not curved stays as it is."""
    disk = "CURVEPOLYGON(CIRCULARSTRING(10 0, 0 10, -10 0, 0 -10, 10 0))"
    square = "POLYGON((20 0, 30 0, 30 10, 20 10, 20 0))"
    shapes = {
        "disk": disk,
        "surface": f"MULTISURFACE({disk}, {square[7:]})",
        "collection": f"GEOMETRYCOLLECTION({disk}, {square}, LINESTRING(0 0, 1 1))",
        "3D": "CURVEPOLYGON Z(CIRCULARSTRING Z(10 0 5, 0 10 5, -10 0 5, 0 -10 5, 10 0 5))",
        "square": square,
    }
    regions = [
        (name, bytes(ogr.CreateGeometryFromWkt(wkt).ExportToIsoWkb()))
        for name, wkt in shapes.items()
    ]
    found = poly.read_polygons(regions, Log())
    area = {name: shape.GetArea() for name, shape in found.items()}
    circle = np.pi * 100
    # an arc is cut into chords of at most 4 degrees: 1 - sin(x)/x = x^2/6 = 8e-4
    for name, expected in {
        "disk": circle, "surface": circle + 100, "collection": circle + 100, "3D": circle,
    }.items():  # fmt: skip
        assert area[name] == pytest.approx(expected, rel=1e-3), name
        assert not found[name].HasCurveGeometry() and not found[name].Is3D()
    assert area["square"] == 100
