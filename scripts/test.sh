#!/usr/bin/env bash
# Everything that CI checks, from a bare machine with Node.js and npm. Stops at the first step that fails and names it.
set -euo pipefail
unset CDPATH
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
source scripts/lib/project.sh
source scripts/lib/system-packages.sh
# The tests bring their own database and settings.
unset DATABASE_URL NODE_ENV PORT

step() {
  local name=$1
  shift
  say "== $name"
  "$@" || fail "失败 / failed: $name"
}

# Before a checkout has a console there is nothing of it to check.
console_types() { [ ! -d src/console ] || node_modules/.bin/tsc -p src/console/tsconfig.json --noEmit; }
console_build() { [ ! -d src/console ] || build_console; }
lint() { node_modules/.bin/eslint .; }
dependency_rules() { node scripts/check-dependencies.mjs; }

prepare() {
  step '系统软件 / system packages' require_system_packages
  step '依赖 / dependencies' install_dependencies
  say '== 类型 / types'
  together '服务端 / server' build_server '页面 / console' console_types
  say '== 规则与页面构建 / rules and console build'
  together '代码规则 / lint' lint '依赖规则 / dependency rules' dependency_rules '页面构建 / console build' console_build
}

require_node
exclusively prepare
say '== 测试 / tests'
exec node_modules/.bin/mocha --reporter scripts/lib/mocha-reporter.mjs --forbid-only --fail-zero 'dist/server/spec/**/*.spec.js'
