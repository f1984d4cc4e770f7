# Environment in which this repository runs QGIS, on the command line and in tests.
# Source it from bash. It keeps the user's own QGIS profile and Python packages out.

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python="$repo/.venv/bin/python"
profile="$repo/.cache/qgis"

mkdir -p "$profile/run" && chmod 700 "$profile/run"
unset PYTHONHOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME QGIS_CUSTOM_CONFIG_PATH
export HOME="$profile"
export XDG_RUNTIME_DIR="$profile/run"
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
export PYTHONNOUSERSITE=1
export QGIS_PLUGINPATH="$repo/.cache/plugins"
# qgis_process runs in the system's Python; this shows it the packages of the venv.
PYTHONPATH=$(printf '%s\n' "$repo"/.venv/lib/python3*/site-packages)
export PYTHONPATH
