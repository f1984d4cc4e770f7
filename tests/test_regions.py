import pytest
from carbon_footprint.core import regions
from carbon_footprint.core.constants import constant_table
from carbon_footprint.core.regions import match_regions, normalise, region_key


@pytest.mark.parametrize(
    "name, code",
    [
        ("北京市", 110000),
        ("北京", 110000),
        ("Beijing", 110000),
        ("BEIJING ", 110000),
        (110000, 110000),
        (110000.0, 110000),
        ("110000", 110000),
        ("110000.0", 110000),
        ("156110000", 110000),
        ("CN-BJ", 110000),
        ("Beijing Shi", 110000),
        ("Běijīng", 110000),
        ("京", 110000),
        ("内蒙古自治区", 150000),
        ("内蒙古", 150000),
        ("Nei Mongol", 150000),
        ("Inner Mongol", 150000),
        ("InnerMongolia", 150000),
        ("Inner Mongolia", 150000),
        ("Neimenggu", 150000),
        ("Nei Mongol Autonomous Region", 150000),
        ("Inner_Mongolia", 150000),
        ("Shaanxi", 610000),
        ("陕西", 610000),
        ("Shǎnxī", 610000),
        ("Shaanxi Sheng", 610000),
        ("Shanxi", 140000),
        ("山西省", 140000),
        ("Shānxī", 140000),
        ("Shanxi Province", 140000),
        ("Xizang", 540000),
        ("Tibet", 540000),
        ("Guangxi Zhuang", 450000),
        ("Ningxia Hui", 640000),
        ("Xinjiang Uygur Autonomous Region", 650000),
        ("Xinjiang Uyghur", 650000),
        ("Macau", 820000),
        ("Macao", 820000),
        ("Hong Kong S.A.R.", 810000),
        ("HongKong", 810000),
        ("吉林", 220000),
        ("吉林省", 220000),
        ("海南", 460000),
        ("臺灣", 710000),
        ("ＪＩＬＩＮ", 220000),
    ],
)
def test_provinces_in_every_spelling(name, code):
    assert region_key(name) == str(code)


@pytest.mark.parametrize(
    "name",
    [
        "吉林市",
        "Jilin City",
        "Jilin Shi",
        "海南州",
        "海南藏族自治州",
        "河南县",
        "河南蒙古族自治县",
        "云南县",
        "朝阳区",
        "410900",
        411000,
        "11",
        "",
        None,
        float("nan"),
        "上海路",
        "Hebei City",
    ],
)
def test_what_is_no_province(name):
    assert region_key(name) not in set(constant_table("regions")["code"].astype(str))


def test_table_of_regions():
    table = constant_table("regions")
    assert len(table) == 34 and table["code"].is_unique
    seen = {}
    for row in table.itertuples():
        for name in [
            row.name_zh,
            row.short_zh,
            row.name_en,
            row.full_en,
            row.iso,
            *row.abbr_zh.split("|"),
            *row.aliases.split("|"),
        ]:
            assert region_key(name) == str(row.code), name
            assert seen.setdefault(regions._tidy(name), row.code) == row.code, name


def test_normalise():
    assert normalise("濮阳市") == normalise("濮阳县") == normalise(" 濮阳 ") == "濮阳"
    assert normalise("Xīnxiāng-City") == normalise("XINXIANG SHI") == "xinxiang"
    assert normalise("阿坝藏族羌族自治州") == "阿坝藏族羌族"
    assert (
        normalise("叶县") == "叶县"
        and normalise("杭州") == "杭州"
        and normalise("Shashi") == "shashi"
    )
    assert normalise(None) == "" and normalise(410900.0) == "410900"
    assert region_key("濮阳市") != region_key("濮阳县")


def test_match_across_languages():
    match = match_regions(["北京市", "陕西省", "山西省"], ["Shanxi", "Beijing", 610000, "Beijing"])
    assert match.pairs == {"Shanxi": "山西省", "Beijing": "北京市", 610000: "陕西省"}
    assert match.unmatched_layer == match.unmatched_table == [] and match.duplicates == {}


def test_a_province_is_never_suggested_for_another():
    match = match_regions(["山西省", "Hubei"], ["Shaanxi", "Hebei", "Shanxii"])
    assert match.pairs == {} and match.unmatched_table == ["Shaanxi", "Hebei", "Shanxii"]
    assert match.unmatched_layer == ["山西省", "Hubei"]
    # a typo of a name that is in no table may be meant for anything, and is only suggested
    assert match.candidates == {"Shaanxi": [], "Hebei": [], "Shanxii": ["山西省"]}


def test_suffixes_only_where_unambiguous():
    match = match_regions(
        ["濮阳市", "濮阳县", "新乡市", "吉林市"], ["濮阳", "濮阳县", "新乡", "吉林"]
    )
    # 濮阳县 is taken by its own name, so 濮阳 can only be the city; 吉林 is the province
    assert match.pairs == {"濮阳县": "濮阳县", "濮阳": "濮阳市", "新乡": "新乡市"}
    assert match.unmatched_table == ["吉林"] and match.unmatched_layer == ["吉林市"]
    match = match_regions(["濮阳市", "濮阳县"], ["濮阳"])
    assert match.pairs == {} and set(match.candidates["濮阳"]) <= {"濮阳市", "濮阳县"}
    assert match.candidates["濮阳"]
    assert match_regions(["吉林省"], ["吉林市"]).pairs == {}
    assert match_regions(["濮阳市"], ["濮阳地区", "濮阳"]).pairs == {}


def test_duplicates_and_nameless():
    match = match_regions(["Beijing", "北京市", None, float("nan"), "天津"], ["京", "津", None])
    assert match.duplicates == {"110000": ["Beijing", "北京市"]}
    assert match.pairs == {"津": "天津"} and match.unmatched_table == ["京", None]


def test_real_names_meet(real_data):
    import json

    def props(name):
        data = json.loads((real_data / "boundaries" / name).read_text(encoding="utf-8"))
        return [feature["properties"] for feature in data["features"]]

    earth = props("china_provinces_natural_earth_50m.geojson")
    for field in ("name", "name_en", "name_zh", "iso_3166_2"):
        assert [region_key(p[field]) for p in earth] == [str(p["adcode"]) for p in earth]
    assert len({region_key(p["name"]) for p in props("china_provinces_34_epsg4490.geojson")}) == 34
    counties = [p["name"] for p in props("henan_counties_157_epsg4490.geojson")]
    assert match_regions(counties, counties).duplicates == {}
    cities = [p["name"] for p in props("henan_cities_18_epsg4490.geojson")]
    assert len(match_regions(cities, [c[:-1] for c in cities]).pairs) == 18
