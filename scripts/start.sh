#!/usr/bin/env bash
# Starts the service from a fresh clone: installs, builds what changed, runs. Settings are environment variables (docs/operations.md).
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
source scripts/lib/project.sh

prepare() {
  install_dependencies
  local parts=()
  up_to_date server dist/server/src/main.js || parts+=('服务端构建 / server build' build_server)
  if [ -f src/console/vite.config.ts ]; then
    up_to_date console dist/console/index.html || parts+=('页面构建 / console build' build_console)
  fi
  if [ ${#parts[@]} -gt 0 ]; then
    say '构建… / building'
    together "${parts[@]}"
  fi
}

require_node
exclusively prepare
exec node dist/server/src/main.js "$@"
