"""What the printed results of Zuo & Zhao (2025) can and cannot be.

The numbers in quotation marks below are those of the paper (Arid Zone Research 42(9),
1703-1714). Populations and land areas are official statistics. Where a formula is involved,
it is computed by the functions of this plugin, so that the tests also document which switch
(METHOD, MEAN_NEP) leads to which printed number.

In plain words, the printed results contradict each other and the land they stand on:

1.  A footprint *size* is an area of forest and grassland that exists. The sizes per head
    printed for six provinces add up to more land than the province has, several times over.
2.  National footprint, capacity and depth exclude each other: the two areas printed for 2021
    have a ratio near 8, while the text says that depth "remained around 1". The ratio is that
    of t CO2 to t C; after conversion it is 2.1.
3.  The growth rates: two of the three printed agree with the values beside them, the third
    ("1.94 % average annual fluctuation") cannot be growth.
4.  Coefficients are constant, so capacity can fall only with the areas of forest and
    grassland, but forest has grown. The printed decline fits a quantity per head, and is then
    applied to a total.
5.  Moran's I of 0.204 among 30 provinces is at the margin of significance and 0.313 well
    beyond; neither is the "initial random distribution" of the text.
6.  Hainan as an "isolated hotspot" is what software makes of a region without neighbours;
    see also test_moran.
7.  Guangdong as a core zone needs a size per head above the mean, from far less forest and
    grassland per head than the mean.
8.  Land cover cannot "distinguish industrial land": none of the nine classes of CLCD is
    industrial. Harmless, since only forest and grassland are summed.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from carbon_footprint.core.carbon_sink import NEP_FOREST, NEP_GRASS
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.footprint import footprint_3d, mean_nep

C = 44 / 12
POPULATION = {2000: 1267.43e6, 2011: 1349.16e6, 2021: 1412.60e6}
CHINA = 960e6  # ha
ARITHMETIC = float(mean_nep([1.0], [0.0], NEP_FOREST, NEP_GRASS, "as_printed_arithmetic")[0])
DECLINE = 0.0043  # "CEC -0.43 % per year"
SINK_2021 = 8.60e8 / (1 - DECLINE) ** 9  # t C, from "8.60 x 10^8 by 2030"
ICF_2021 = 1.50 * POPULATION[2021]  # ha, from "1.50 hm2 per head"

# claim, ha per head; persons; land area in ha; times the land; largest size all land would allow
SIZES = [
    ("Fujian 2000", 2.26, 34.10e6, 12.40e6, 6.2, 0.418),
    ("Fujian 2021", 1.70, 41.87e6, 12.40e6, 5.7, 0.340),
    ("Zhejiang 2021", 0.73, 65.40e6, 10.55e6, 4.5, 0.185),
    ("Guizhou 2000", 2.19, 37.56e6, 17.62e6, 4.7, 0.538),
    ("Shaanxi 2000", 2.18, 36.44e6, 20.56e6, 3.9, 0.648),
    ("Ningxia, mean", 3.77, 6.40e6, 6.64e6, 3.6, 1.192),
]


def printed(ice_tco2, sink_tc):
    """The footprint by the printed formulae, of one region."""
    return footprint_3d([ice_tco2], [sink_tc], [ARITHMETIC], method="as_printed").loc[0]


@pytest.mark.parametrize("claim, per_head, heads, land, times, largest", SIZES)
def test_1_sizes_exceed_the_provinces(claim, per_head, heads, land, times, largest):
    """More land is claimed than there is, whatever the emissions and the mean NEP."""
    assert per_head * heads / land == pytest.approx(times, abs=0.06)
    # Even if all land were forest and the emissions without end: size <= CEC
    result = printed(1e15, NEP_FOREST * land)
    assert result["size_ha"] == result["cec_ha"] == pytest.approx(1.149 * land, rel=1e-3)
    assert result["size_ha"] / heads == pytest.approx(largest, rel=0.005)
    assert per_head > 3 * largest
    # by the consistent mean the largest size is the land itself
    regional = mean_nep([land], [0.0], NEP_FOREST, NEP_GRASS)
    assert footprint_3d([1e15], [NEP_FOREST * land], regional).loc[0, "size_ha"] == pytest.approx(
        land
    )


def test_1_most_stay_impossible_with_grassland_as_the_measure():
    """Even P_f = 0, the absurd extreme, measures forest in 4.02 times as much grassland."""
    absurd = mean_nep([1.0], [0.0], NEP_FOREST, NEP_GRASS, "as_printed_arithmetic", 0.0, 1.0)
    stretch = NEP_FOREST / absurd[0]
    assert stretch == pytest.approx(4.02, abs=0.005)
    impossible = {claim for claim, size, heads, land, *_ in SIZES if size * heads > stretch * land}
    assert impossible == {"Fujian 2000", "Fujian 2021", "Zhejiang 2021", "Guizhou 2000"}


def test_2_national_depth_is_not_around_one():
    """Depth is 7.9 by the printed units and 2.1 after carbon is converted; the text says 1."""
    assert SINK_2021 / 1e8 == pytest.approx(8.94, abs=0.005)
    ice = ICF_2021 * ARITHMETIC  # the emissions behind the printed footprint
    assert ice / 1e9 == pytest.approx(7.02, abs=0.005)  # plausible as t CO2 only
    as_printed = printed(ice, SINK_2021)
    assert as_printed["icf_ha"] == pytest.approx(ICF_2021)
    assert as_printed["cec_ha"] / POPULATION[2021] == pytest.approx(0.19, abs=0.005)
    assert round(as_printed["depth"], 1) == 7.9
    consistent = footprint_3d([ice], [SINK_2021], [ARITHMETIC]).loc[0]
    assert round(consistent["depth"], 1) == 2.1
    assert as_printed["depth"] / consistent["depth"] == pytest.approx(C)
    # the mean NEP has no part in it
    other = mean_nep([1.0], [1.0], NEP_FOREST, NEP_GRASS, "carbon_share")
    assert footprint_3d([ice], [SINK_2021], other).loc[0, "depth"] == pytest.approx(
        consistent["depth"]
    )


def test_2_national_footprint_is_larger_than_the_country():
    """1.79 ha per head in 2011 are 2.5 times China, from 8.0 billion t of CO2 taken as carbon."""
    icf = 1.79 * POPULATION[2011]
    assert round(icf / CHINA, 1) == 2.5
    assert round(icf * ARITHMETIC / 1e9, 1) == 8.0


def test_2_the_mean_of_the_paper_makes_areas_a_quarter_too_small():
    """Carbon shares ask for the harmonic mean; the printed arithmetic one is 32 % larger."""
    harmonic = mean_nep([1.0], [1.0], NEP_FOREST, NEP_GRASS, "carbon_share")[0]
    assert (round(ARITHMETIC, 4), round(harmonic, 4)) == (3.3152, 2.5039)
    assert round(harmonic / ARITHMETIC - 1, 3) == -0.245


def test_3_growth_rates():
    """-8.87 % and -1.06 % a year lead from 1.79 to the printed 1.50; +1.94 % does not."""
    in_2012 = 1.79 * (1 - 0.0887)
    assert round(in_2012, 3) == 1.631
    assert round(in_2012 * (1 - 0.0106) ** 9, 2) == 1.48  # printed: 1.50
    assert round((1.5 / in_2012) ** (1 / 9) - 1, 4) == -0.0093
    assert round(in_2012 * 1.0194**9, 2) == 1.94
    assert round(1.79 / 1.0705**11, 3) == 0.846  # what +7.05 % a year implies for 2000


def test_4_capacity_cannot_fall_while_forest_grows():
    """CEC = CS / n with constant coefficients follows the areas, and a decline is per head."""
    growth = (POPULATION[2021] / POPULATION[2000]) ** (1 / 21) - 1
    assert round(growth, 4) == 0.0052
    # CLCD: forest +4.34 % from 1985 to 2019. With grassland constant, capacity rises by the
    # printed formula, and per head it falls about as fast as printed.
    before, after = (
        printed(1e9, NEP_FOREST * forest + NEP_GRASS * 280e6)["cec_ha"]
        for forest in (220e6, 220e6 * 1.0434)
    )
    rise = (after / before) ** (1 / 34) - 1
    assert 0 < rise < 0.0434 / 34
    assert (1 + rise) / (1 + growth) - 1 == pytest.approx(-DECLINE, abs=0.0005)


def test_5_moran_is_not_random_at_the_start():
    """With sd(I) = 0.1226 under normality, I = 0.204 has p = 0.052 and I = 0.313 p = 0.005."""
    expected, sd = -1 / 29, 0.1226
    for moran, z, p in ((0.204, 1.95, 0.052), (0.313, 2.83, 0.005)):
        score = (moran - expected) / sd
        assert score == pytest.approx(z, abs=0.006)
        assert math.erfc(score / math.sqrt(2)) == pytest.approx(p, abs=6e-4)


def test_6_an_island_is_no_hotspot():
    """The library calls a region without neighbours significant; the guard does not."""
    esda = pytest.importorskip("esda")
    from carbon_footprint.core.moran import NO_NEIGHBOURS, local_moran
    from libpysal.weights import W

    w = W({0: [1], 1: [0, 2], 2: [1, 3], 3: [2, 4], 4: [3], 5: []}, silence_warnings=True)
    values = [1.0, 2, 3, 4, 5, 6]
    w.transform = "r"
    with np.errstate(invalid="ignore"):
        artefact = esda.Moran_Local(values, w, permutations=999, seed=1)
    assert artefact.p_sim[5] == 0.001
    guarded = local_moran(values, w, permutations=999, islands="drop").loc[5]
    assert guarded["lisa_cluster"] == NO_NEIGHBOURS and math.isnan(guarded["lisa_p"])


def test_7_size_per_head_cannot_exceed_the_capacity_per_head():
    """A core zone has depth > 1, so that its size is its capacity: little land, little size.

    Guangdong, 126.84 million people: all its 17.97 million ha as forest give 0.16 ha per head,
    below the 0.19 ha of the whole country that the paper's own capacity for 2021 gives.
    """
    guangdong = printed(1e15, NEP_FOREST * 17.97e6)
    assert guangdong["depth"] > 1 and guangdong["size_ha"] == guangdong["cec_ha"]
    nation = printed(ICF_2021 * ARITHMETIC, SINK_2021)
    assert guangdong["size_ha"] / 126.84e6 < nation["cec_ha"] / POPULATION[2021]


def test_8_no_class_of_clcd_is_industrial():
    """Nine classes, of which forest and grassland take up carbon and none is industry."""
    clcd = constant_table("legends")
    clcd = clcd[clcd["legend"] == "clcd"]
    assert len(clcd) == 9
    assert clcd.loc[clcd["category"] != "none", "category"].tolist() == ["forest", "grass"]
    assert not clcd["class_name"].str.contains("industr", case=False).any()
