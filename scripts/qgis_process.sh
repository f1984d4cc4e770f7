#!/usr/bin/env bash
# qgis_process with this checkout as its plugin; arguments as for qgis_process.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# The wrapper of Debian 12 passes an option that qgis_process does not know.
exec "$(command -v qgis_process.bin || command -v qgis_process)" "$@"
