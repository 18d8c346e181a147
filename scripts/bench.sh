#!/usr/bin/env bash
# Measures what the project promises about speed and memory: bench.sh registry. Writes docs/benchmarks.md; fails when a target is missed.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
source scripts/lib/project.sh
# The benchmark brings its own database and settings.
unset DATABASE_URL NODE_ENV PORT

case "${1-}" in
  registry) ;;
  *) fail '用法 / usage: bash scripts/bench.sh registry' ;;
esac

prepare() {
  install_dependencies
  up_to_date server "dist/server/spec/bench/$1.bench.js" || together '服务端构建 / server build' build_server
}

require_node
exclusively prepare "$1"
exec node "dist/server/spec/bench/$1.bench.js"
