# What the tests need beyond Node.js: a browser and a Chinese font for the journeys, OpenSSL 3 to verify statements independently.

missing_system_packages() {
  command -v chromium >/dev/null 2>&1 || echo chromium
  [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ] || echo fonts-wqy-zenhei
  command -v curl >/dev/null 2>&1 || echo curl
  openssl version 2>/dev/null | grep -q '^OpenSSL 3' || echo openssl
}

require_system_packages() {
  local missing
  missing=$(missing_system_packages | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    fail "缺少 / missing: ${missing}— 请以 root 执行 / run as root: apt-get install $missing"
  fi
  say "安装 / installing: $missing"
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086 -- a list of names
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing fontconfig; } >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    return 1
  fi
  rm -f "$log"
  missing=$(missing_system_packages | tr '\n' ' ')
  [ -z "$missing" ] || fail "仍然缺少 / still missing: $missing"
}
