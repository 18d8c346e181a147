# What start.sh and test.sh share. Sourced with the project's root as working folder.

readonly STAMP_INSTALLED=node_modules/.hengjian-lock
readonly BUILD_LOCK=dist/.build-lock

say() { printf '%s\n' "$*"; }

fail() {
  printf '错误 / error: %s\n' "$*" >&2
  exit 1
}

require_node() {
  command -v node >/dev/null 2>&1 || fail '未找到 Node.js，请安装 20.19 或更高版本 / Node.js >= 20.19 is required'
  command -v npm >/dev/null 2>&1 || fail '未找到 npm / npm is required'
  node -e 'var v = process.versions.node.split(".").map(Number), m = v[0], n = v[1];
    process.exit((m === 20 && n >= 19) || (m === 22 && n >= 12) || m > 22 ? 0 : 1)' ||
    fail "Node.js $(node --version) 不受支持，请安装 20.19+、22.12+ 或更高版本 / is not supported, install 20.19+, 22.12+ or later"
}

# Runs "$@" while no other start or test of this checkout installs or builds.
exclusively() {
  mkdir -p dist
  if command -v flock >/dev/null 2>&1; then
    # The kernel drops the lock with the process. Descriptor 9 is kept from the commands, which may leave children behind.
    exec 9>"$BUILD_LOCK"
    flock -n 9 || { say '等待另一个构建完成… / waiting for another build'; flock 9; }
    "$@" 9>&-
    exec 9>&-
  else
    acquire_lock_folder
    "$@"
    rm -rf "$BUILD_LOCK.d"
  fi
}

# For systems without flock (macOS): a folder is a lock, and the number in it tells whether its maker still lives.
acquire_lock_folder() {
  local holder told=''
  until mkdir "$BUILD_LOCK.d" 2>/dev/null; do
    [ -n "$told" ] || { say '等待另一个构建完成… / waiting for another build'; told=yes; }
    sleep 0.5
    holder=$(cat "$BUILD_LOCK.d/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then rm -rf "$BUILD_LOCK.d"; fi
  done
  echo $$ >"$BUILD_LOCK.d/pid"
}

install_dependencies() {
  local wanted
  wanted=$(node scripts/lib/fingerprint.mjs dependencies) || return 1
  [ "$(cat "$STAMP_INSTALLED" 2>/dev/null || true)" != "$wanted" ] || return 0
  say '安装依赖… / installing dependencies'
  # The build needs the development packages, whatever NODE_ENV says. A stale cache may lack a version: then ask again.
  local options=(--include=dev --no-audit --no-fund --loglevel=error)
  npm ci --prefer-offline "${options[@]}" || npm ci "${options[@]}" || return 1
  printf '%s' "$wanted" >"$STAMP_INSTALLED"
}

# up_to_date PART OUTPUT: whether OUTPUT was built from the PART's present sources.
up_to_date() {
  [ -f "$2" ] && [ "$(cat "dist/.$1-stamp" 2>/dev/null || true)" = "$(node scripts/lib/fingerprint.mjs "$1")" ]
}

# The stamp is taken before the build, so that a change made meanwhile leads to another one.
build_server() {
  local stamp
  stamp=$(node scripts/lib/fingerprint.mjs server) || return 1
  # Without its output the compiler's memory of what it wrote is worth nothing.
  [ -f dist/server/src/main.js ] || rm -rf dist/server
  node scripts/lib/remove-orphaned-output.mjs || return 1
  node_modules/.bin/tsc -p tsconfig.json || return 1
  printf '%s' "$stamp" >dist/.server-stamp
}

build_console() {
  local stamp
  stamp=$(node scripts/lib/fingerprint.mjs console) || return 1
  NODE_ENV=production node_modules/.bin/vite build --config src/console/vite.config.ts --logLevel warn || return 1
  printf '%s' "$stamp" >dist/.console-stamp
}

# together NAME COMMAND [NAME COMMAND]...: runs the commands side by side and shows the output of those that failed.
together() {
  local names=() logs=() pids=() failed='' i
  # Background commands of a script ignore Ctrl-C.
  trap 'kill "${pids[@]}" 2>/dev/null; exit 130' INT TERM
  while [ $# -gt 0 ]; do
    names+=("$1")
    logs+=("$(mktemp)")
    $2 >"${logs[${#logs[@]}-1]}" 2>&1 &
    pids+=($!)
    shift 2
  done
  for i in "${!pids[@]}"; do
    if ! wait "${pids[$i]}"; then
      failed="${failed:+$failed, }${names[$i]}"
      cat "${logs[$i]}" >&2
    fi
    rm -f "${logs[$i]}"
  done
  trap - INT TERM
  [ -z "$failed" ] || fail "失败 / failed: $failed"
}
