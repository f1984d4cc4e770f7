"""Chinese: complete, up to date, true to the fields and tags, and shown."""

from __future__ import annotations

import importlib.util
import re
import string
import subprocess
import sys

import pandas as pd
import pytest
from carbon_footprint.algorithms.i18n import tr, tr_message
from carbon_footprint.algorithms.provider import CarbonFootprintProvider
from carbon_footprint.core.energy_tables import tidy_energy
from carbon_footprint.core.log import InputError, Message
from carbon_footprint.core.panels import read_panel
from carbon_footprint.plugin import CarbonFootprintPlugin
from qgis.core import QgsSettings

CHINESE = re.compile("[\u4e00-\u9fff]")
# The same in Chinese: a format, and a symbol.
UNTRANSLATABLE = {"GeoPackage", "z"}


@pytest.fixture(scope="module")
def script(root):
    path = root / "scripts" / "update_translations.py"
    spec = importlib.util.spec_from_file_location("update_translations", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def collected(script):
    texts, faults = script.collect()
    assert faults == []
    return texts


@pytest.fixture(scope="module")
def chinese_texts(script, root):
    return script.read_ts(root / "i18n" / "carbon_footprint_zh.ts")


@pytest.fixture
def chinese(qgis_app):
    """The plugin as it starts in a Chinese QGIS."""
    settings = QgsSettings()
    before = settings.value("locale/userLocale")
    settings.setValue("locale/userLocale", "zh_CN")
    settings.setValue("locale/overrideFlag", True)
    plugin = CarbonFootprintPlugin()
    yield plugin
    plugin.unload()
    settings.remove("locale/overrideFlag")
    if before is None:
        settings.remove("locale/userLocale")
    else:
        settings.setValue("locale/userLocale", before)


def tools():
    """Every tool with its parameters, and the provider that must live as long."""
    provider = CarbonFootprintProvider()
    provider.refreshAlgorithms()
    return provider, {tool.name(): tool.create() for tool in provider.algorithms()}


# --- files --------------------------------------------------------------------------------------


def test_the_texts_of_the_code_are_all_there_and_no_others(collected, chinese_texts):
    assert len(collected) > 400
    assert set(chinese_texts) == set(collected)


def test_every_text_is_translated(chinese_texts):
    for text in chinese_texts.values():
        assert text.finished and text.translation.strip(), text.source
        words = re.sub(r"{[^}]*}", "", text.source)  # some are fields and punctuation only
        if text.source not in UNTRANSLATABLE and re.search("[A-Za-z]", words):
            assert CHINESE.search(text.translation), text.source


def fields(text):
    return sorted(
        (name, spec, conversion)
        for _, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    )


@pytest.mark.parametrize(
    "parts",
    [
        fields,
        lambda text: sorted(re.findall(r"<[^>]+>|&\w+;", text)),  # tags and entities
        lambda text: set(re.findall(r"\b\w+_\w+\b", text, re.ASCII)),  # names of fields and options
        lambda text: set(re.findall(r"<(?:b|i|code)>([^<]+)<", text)),  # options and examples
    ],
    ids=["fields", "tags", "names", "options"],
)
def test_what_is_no_language_stays(chinese_texts, parts):
    different = [
        t.source for t in chinese_texts.values() if parts(t.source) != parts(t.translation)
    ]
    assert different == []


def test_the_check_passes(root):
    command = [sys.executable, root / "scripts" / "update_translations.py", "--check"]
    subprocess.run(command, check=True)


def test_the_compiled_file_is_up_to_date(chinese, chinese_texts):
    stale = [t.source for t in chinese_texts.values() if tr(t.source) != t.translation]
    assert stale == [], "run make translations"
    assert tr("Footprint depth") == "足迹深度"


# --- script -------------------------------------------------------------------------------------


def test_collecting_finds_literals_and_reports_the_rest(script, tmp_path):
    (tmp_path / "algorithms").mkdir()
    (tmp_path / "plugin.py").write_text('def tr(text):\n    return translate("C", text)\n')
    (tmp_path / "algorithms" / "tool.py").write_text(
        "tr('one ' 'text')\n"
        "self.fault('two {n}', n=1)\n"
        "log.warning(message.template, **message.data)\n"
        "Message(template, **data)\n"
        "tr(f'three {n}')\n"
        "log.info(text)\n"
        "tr('four' + 'five')\n",
        encoding="utf-8",
    )
    texts, faults = script.collect(tmp_path)
    assert texts == {"one text": "algorithms/tool.py", "two {n}": "algorithms/tool.py"}
    assert [fault.split(":")[0] for fault in faults] == [
        "algorithms/tool.py, line 5",
        "algorithms/tool.py, line 6",
        "algorithms/tool.py, line 7",
    ]


def test_merging_keeps_what_is_known_drops_what_is_gone_and_marks_what_is_new(script, tmp_path):
    path = tmp_path / "carbon_footprint_zh.ts"
    known = [
        script.Text('kept <b>"it\'s"</b>', "core/a.py", "留 <b>&amp;</b>", True),
        script.Text("gone", "core/a.py", "去", True),
    ]
    path.write_text(script.format_ts(known, "zh"), encoding="utf-8")
    texts = {known[0].source: "core/b.py", "new": "core/b.py"}
    merged = script.merge(texts, script.read_ts(path))
    assert merged == [
        script.Text(known[0].source, "core/b.py", "留 <b>&amp;</b>", True),
        script.Text("new", "core/b.py", "", False),
    ]
    path.write_text(script.format_ts(merged, "zh"), encoding="utf-8")
    assert script.merge(texts, script.read_ts(path)) == merged
    assert 'line="' not in path.read_text(encoding="utf-8")


# --- in QGIS ------------------------------------------------------------------------------------


def test_the_toolbox_is_chinese_and_english_again_afterwards(chinese):
    provider, found = tools()
    assert found["footprint3d"].displayName() == "三维足迹"
    assert {tool.group() for tool in found.values()} == {
        "数据输入",
        "碳汇",
        "工业碳足迹",
        "空间格局",
    }
    for name, tool in found.items():
        texts = [tool.displayName(), tool.shortDescription(), tool.shortHelpString()]
        for definition in tool.parameterDefinitions():
            texts += [definition.description(), definition.help()]
        texts += [output.description() for output in tool.outputDefinitions()]
        english = [text for text in texts if not CHINESE.search(text)]
        assert set(english) <= UNTRANSLATABLE, name
        assert tool.groupId().isascii() and name.isascii()

    chinese.unload()
    provider, found = tools()
    assert found["footprint3d"].displayName() == "Three-dimensional footprint"
    assert found["footprint3d"].group() == "Industrial carbon footprint"


def test_an_error_of_the_core_arrives_in_chinese(chinese):
    with pytest.raises(InputError) as caught:
        read_panel("人口{1}.csv", "population")
    (message,) = caught.value.messages
    assert message == "人口{1}.csv: there is no such file; check the path."
    assert tr_message(message) == "人口{1}.csv：没有此文件；请检查路径。"


def test_messages_within_a_message_are_translated_too(chinese):
    table = pd.DataFrame({"region": ["北京"], "year": [2019], "coke (stone)": ["1"]}, index=[2])
    with pytest.raises(InputError) as caught:
        tidy_energy(table, "能源.csv")
    (message,) = caught.value.messages
    assert message.startswith("能源.csv, column 'coke (stone)': the unit 'stone' is not known")
    assert tr_message(message).startswith("能源.csv，列“coke (stone)”：单位“stone”无法识别")
    assert tr_message(Message("{n:.1f} of {n}", n=2)) == "2.0 of 2"  # not in the file: as it is


def test_without_a_translation_texts_stay_english(qgis_app):
    assert tr("Footprint depth") == "Footprint depth"
