#!/usr/bin/env bash
# Install what is missing on a Debian machine: QGIS by apt, Python packages into .venv.
#
#   scripts/setup.sh        what the plugin and its demo need
#   scripts/setup.sh dev    that, and what the tests need
#   scripts/setup.sh bench  what the plugin needs, and what the benchmark compares it with
#
# Stamps tell that nothing changed since the last run; then this takes no time and no network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# proj-bin: inside a venv, pyproj of Debian finds the data of PROJ beside that program only.
system_packages=(qgis python3-qgis python3-gdal python3-pyproj gdal-bin proj-bin python3-venv)
requirements=(requirements.txt)
if [ "${1:-}" = dev ]; then requirements+=(requirements-dev.txt); fi
if [ "${1:-}" = bench ]; then
    requirements+=(requirements-bench.txt)
    system_packages+=(grass-core)
fi

# Another python3 may come first on PATH; PyQGIS belongs to this one.
system_python=/usr/bin/python3
python=.venv/bin/python
log=.cache/setup.log
constraints=.cache/constraints.txt

unset PYTHONHOME PYTHONPATH
export PYTHONNOUSERSITE=1 DEBIAN_FRONTEND=noninteractive

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        echo "This needs root: run it as root, or install sudo, or install by hand: $*"
        return 1
    fi
}

# Registries and mirrors fail now and then; a broken request fails three times.
retry() {
    local attempt
    for attempt in 1 2 3; do
        "$@" && return 0
        echo "attempt $attempt failed: $*"
        [ "$attempt" -eq 3 ] || sleep $((attempt * 5))
    done
    return 1
}

# step LABEL COMMAND...: one line for the reader, the rest into the log.
step() {
    local label=$1 start=$SECONDS
    shift
    printf 'setup: %s ... ' "$label"
    if "$@" </dev/null >>"$log" 2>&1; then
        printf 'done (%d s)\n' $((SECONDS - start))
    else
        printf 'failed\n\n'
        tail -n 30 "$log" >&2
        printf '\nThe whole log is in %s.\n' "$log" >&2
        exit 1
    fi
}

missing_packages() {
    local package
    for package in "${system_packages[@]}"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            printf '%s ' "$package"
    done
    # Maps carry Chinese names: any font that has them will do.
    [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || printf 'fonts-wqy-microhei fontconfig '
}

apt_install() {
    retry as_root apt-get update -q &&
        retry as_root apt-get install -q -y --no-install-recommends "$@"
}

make_venv() {
    rm -rf .venv && "$system_python" -m venv --system-site-packages .venv
}

pip_install() {
    # GDAL's bindings are compiled against the system's numpy and break with another major version.
    # A second PROJ, which pyproj's wheel carries, makes qgis_process crash when it ends.
    "$system_python" - >"$constraints" <<'PYTHON' || return
import numpy, pyproj
print("numpy==%s.*" % numpy.__version__.split(".")[0])
print("pyproj==" + pyproj.__version__)
PYTHON
    local arguments=() file
    for file in "${requirements[@]}"; do arguments+=(-r "$file"); done
    retry "$python" -m pip install --disable-pip-version-check --no-input --prefer-binary \
        -c "$constraints" "${arguments[@]}"
}

link_plugin() {
    mkdir -p .cache/plugins
    ln -sfn ../.. .cache/plugins/carbon_footprint
    # What `qgis_process plugins enable carbon_footprint` writes.
    local settings=.cache/qgis/.local/share/QGIS/QGIS3/profiles/default/QGIS/QGIS3.ini
    if [ ! -e "$settings" ]; then
        mkdir -p "$(dirname "$settings")"
        printf '[PythonPlugins]\ncarbon_footprint=true\n' >"$settings"
    fi
}

fingerprint() {
    { cat "$1" scripts/setup.sh; pwd; "$system_python" --version; } | sha256sum
}

is_stamped() {
    local file
    for file in "${requirements[@]}"; do
        [ "$(cat ".cache/$file.stamp" 2>/dev/null)" = "$(fingerprint "$file")" ] || return 1
    done
}

write_stamps() {
    local file
    for file in "${requirements[@]}"; do fingerprint "$file" >".cache/$file.stamp"; done
}

# The packages by name, so that this costs no time; GDAL's arrays by import, for they break.
quick_check() {
    "$python" - <<'PYTHON'
import importlib.util
import sys
from osgeo import gdal_array  # noqa: F401
names = "qgis numpy pandas esda libpysal mapclassify matplotlib"
sys.exit(any(importlib.util.find_spec(name) is None for name in names.split()))
PYTHON
}

full_check() {
    "$python" -c "
import esda, libpysal, mapclassify, matplotlib, numpy, pandas
from osgeo import gdal, gdal_array
from qgis.core import Qgis
print('QGIS', Qgis.QGIS_VERSION, 'GDAL', gdal.__version__, 'numpy', numpy.__version__,
      'pandas', pandas.__version__, 'esda', esda.__version__)"
}

mkdir -p .cache
if is_stamped && [ -z "$(missing_packages)" ] && quick_check 2>/dev/null; then
    exit 0
fi

: >"$log"
read -r -a missing <<<"$(missing_packages)"
if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "setup: no apt-get here; install QGIS 3.22 or newer with its Python bindings first." >&2
        exit 1
    fi
    step "system packages: ${missing[*]}" apt_install "${missing[@]}"
fi
if ! "$python" -c 'from qgis import core' 2>/dev/null; then
    step "Python environment in .venv" make_venv
fi
step "Python packages: ${requirements[*]}" pip_install
link_plugin
step "check" full_check
write_stamps
