"""Each tool reads what each tool before it writes, with no field chosen."""

from __future__ import annotations

import pytest

# Tool -> the parameter that takes the data, and the tools whose output it takes as it is.
SUCCESSORS = {
    "cleanpanel": ("INPUT", ("importenergy", "importpanel")),
    "industrialemissions": ("ENERGY", ("importenergy", "cleanpanel")),
    "footprint3d": ("INPUT", ("jointables",)),
    "globalmoran": ("INPUT", ("footprint3d", "quadrants", "lisaclusters", "uncertainty")),
    "lisaclusters": ("INPUT", ("footprint3d", "quadrants", "uncertainty")),
    "lisatransitions": ("INPUT", ("footprint3d", "quadrants", "lisaclusters")),
    "quadrants": ("INPUT", ("footprint3d", "lisaclusters", "uncertainty")),
    "uncertainty": ("INPUT", ("jointables", "footprint3d", "quadrants")),
    "growthandprojection": ("INPUT", ("industrialemissions", "jointables", "footprint3d")),
    "gravitycentre": ("INPUT", ("jointables", "footprint3d", "quadrants")),
    "inequality": ("INPUT", ("industrialemissions", "jointables", "footprint3d")),
    "decomposition": ("INPUT", ("jointables", "footprint3d")),
    "decoupling": ("INPUT", ("jointables", "footprint3d")),
}
# What else a tool needs, and the tool that writes it.
BESIDES = {"decomposition": ("ENERGY", "importenergy")}
WITHOUT_PAGE = {"industrialemissions", "footprint3d", "lisaclusters"}
# Fields that have no name of their own: what they name is for the user to say.
CHOSEN = {
    ("cleanpanel", "FIELDS"),  # empty: looked for
    ("cleanpanel", "KEY_FIELDS"),
    ("inequality", "GROUP_FIELD"),  # only for GROUPS field
}


@pytest.fixture(scope="module")
def written(run, sample, study_inputs):
    """Output of every tool of the usual chain, with the defaults of all."""

    def made(tool, **parameters):
        return run(tool, **parameters)[0]["OUTPUT"]

    done = {"carbonsink": made("carbonsink", **study_inputs)}
    done["landcoverareas"] = made("landcoverareas", **study_inputs)
    done["importenergy"] = made("importenergy", INPUTS=[str(sample / "energy.csv")])
    done["cleanpanel"] = made("cleanpanel", INPUT=done["importenergy"])
    done["industrialemissions"] = made("industrialemissions", ENERGY=done["cleanpanel"])
    population = {"INPUT": str(sample / "population.csv"), "UNIT": "10^4 persons"}
    done["importpanel"] = made("importpanel", VALUE_NAME="population", **population)
    # any other region-by-year table, under the name that the tools look for
    done["gdp"] = made("importpanel", VALUE_NAME="gdp", **population)
    tables = [done["industrialemissions"], done["importpanel"], done["gdp"]]
    done["jointables"] = made("jointables", REGIONS=done["carbonsink"], TABLES=tables)
    done["footprint3d"] = made("footprint3d", INPUT=done["jointables"])
    for tool in ("quadrants", "lisaclusters", "uncertainty"):
        done[tool] = made(tool, INPUT=done["footprint3d"])
    return done


PAIRS = [(one, tool) for tool, (_, before) in SUCCESSORS.items() for one in before]


@pytest.mark.parametrize(("before", "tool"), PAIRS)
def test_a_tool_takes_the_output_of_the_one_before(before, tool, written, run):
    given = {SUCCESSORS[tool][0]: written[before]}
    if tool in BESIDES:
        name, source = BESIDES[tool]
        given[name] = written[source]
    results, feedback = run(tool, **given)
    assert results["OUTPUT"].featureCount() > 0
    assert not feedback.errors


@pytest.mark.parametrize("tool", sorted(set(SUCCESSORS) - WITHOUT_PAGE))
def test_a_page_never_stands_beside_a_layer_that_is_not_there(
    tool, written, run, fault, tmp_path, monkeypatch
):
    from carbon_footprint.algorithms import output_files

    page = tmp_path / "page.html"
    given = {SUCCESSORS[tool][0]: written[SUCCESSORS[tool][1][-1]], "OUTPUT_HTML": str(page)}
    if tool in BESIDES:
        name, source = BESIDES[tool]
        given[name] = written[source]
    with monkeypatch.context() as full_disk:
        full_disk.setattr(output_files, "holds", lambda *_: False)
        assert "could not be written (" in fault(tool, **given)
    assert not page.exists()
    run(tool, **given)
    assert page.stat().st_size > 1000


def test_every_tool_with_fields_is_in_the_chain(tools):
    with_fields = {
        name
        for name, tool in tools.items()
        if any(
            p.type() == "field" and p.name() != "REGION_FIELD" for p in tool.parameterDefinitions()
        )
    }
    assert with_fields <= set(SUCCESSORS), "say what it takes, in SUCCESSORS"
    pages = {name for name in SUCCESSORS if tools[name].parameterDefinition("OUTPUT_HTML")}
    assert pages == set(SUCCESSORS) - WITHOUT_PAGE


def test_defaults_are_names_that_an_earlier_tool_writes(tools, written):
    known = {field.name() for layer in written.values() for field in layer.fields()}
    for name, tool in tools.items():
        for definition in tool.parameterDefinitions():
            if definition.type() != "field" or (name, definition.name()) in CHOSEN:
                continue
            default = definition.defaultValue()
            assert default, (name, definition.name())
            assert set(default.split(";")) <= known, (name, definition.name())
            # with a mandatory field, qgis_process would not take the default
            assert definition.flags() & definition.Flag.FlagOptional, (name, definition.name())


def test_a_field_that_is_not_there_is_named(fault, memory_layer):
    layer = memory_layer("Polygon", {"region": str}, [("POLYGON((0 0,1 0,1 1,0 0))", ["甲"])])
    text = fault("lisaclusters", INPUT=layer)
    assert "depth" in text and "region" in text
