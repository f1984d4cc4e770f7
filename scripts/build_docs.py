"""Write ``docs/tools/`` from the help of the tools, so that page and dialog cannot differ.

``--check`` writes nothing and fails where a page is out of date.
"""

import html
import importlib.util
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "tools"


def load_tools():
    """Tools of the provider, in a QGIS without a window."""
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    spec = importlib.util.spec_from_file_location(
        "carbon_footprint", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    package = importlib.util.module_from_spec(spec)
    sys.modules["carbon_footprint"] = package
    spec.loader.exec_module(package)
    from carbon_footprint.algorithms.provider import TOOLS

    tools = []
    for tool in TOOLS:
        tools.append(tool())
        tools[-1].initAlgorithm()
    return application, tools


def cell(text):
    """Text fit for a cell of a Markdown table."""
    return re.sub(r"\s+", " ", str(text)).replace("|", "\\|")


def default_of(parameter):
    """Default as a user would type it."""
    value = parameter.defaultValue()
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        value = ",".join(map(str, value))
    if isinstance(value, float):
        value = "%.10g" % value
    return "`%s`" % cell(value)


def page(tool):
    """Markdown page of a tool."""
    from qgis.core import QgsProcessingParameterDefinition, QgsProcessingParameterEnum

    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    lines = [
        "# %s" % tool.displayName(),
        "",
        "`carbonfootprint:%s` · %s" % (tool.name(), tool.group()),
        "",
        tool.shortDescription(),
        "",
        tool.help_text().replace("</p>", "</p>\n\n"),
        "",
        "## Parameters",
        "",
        "| name | label | default | what |",
        "|---|---|---|---|",
    ]
    inputs = [p for p in tool.parameterDefinitions() if not p.isDestination()]
    for parameter in sorted(inputs, key=lambda p: bool(p.flags() & advanced)):
        what = parameter.help()
        if isinstance(parameter, QgsProcessingParameterEnum):
            what += " (%s)" % ", ".join("<code>%s</code>" % o for o in parameter.options())
        if parameter.flags() & advanced:
            what += " <i>Advanced.</i>"
        label = html.escape(parameter.description())
        lines.append(
            "| `%s` | %s | %s | %s |"
            % (parameter.name(), cell(label), default_of(parameter), cell(what))
        )
    lines += ["", "## Outputs", "", "| name | what |", "|---|---|"]
    destinations = {p.name(): p for p in tool.parameterDefinitions() if p.isDestination()}
    for output in tool.outputDefinitions():
        parameter = destinations.get(output.name())
        text = parameter.help() if parameter else html.escape(output.description())
        lines.append("| `%s` | %s |" % (output.name(), cell(text)))
    return "\n".join(lines) + "\n"


def index(tools):
    """Markdown list of all tools."""
    lines = ["# Tools", "", "Written from the help of the tools by `make docs`.", ""]
    for group in dict.fromkeys(tool.group() for tool in tools):
        lines += ["## %s" % group, "", "| tool | what it does |", "|---|---|"]
        for tool in tools:
            if tool.group() == group:
                lines.append(
                    "| [%s](%s.md) | %s |"
                    % (tool.displayName(), tool.name(), tool.shortDescription())
                )
        lines.append("")
    return "\n".join(lines)


def pages():
    """File name and text of every page."""
    application, tools = load_tools()
    result = {"README.md": index(tools), **{"%s.md" % t.name(): page(t) for t in tools}}
    del application
    return result


def main():
    """Write or check the pages."""
    texts = pages()
    if "--check" in sys.argv[1:]:
        stale = [
            name
            for name, text in texts.items()
            if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != text
        ]
        if stale:
            sys.exit("Out of date, run make docs: " + ", ".join(stale))
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.md"):
        old.unlink()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print("%d pages in %s" % (len(texts), FOLDER.relative_to(ROOT)))


if __name__ == "__main__":
    main()
