# shellcheck shell=bash
# What the browser journeys need: Chromium, Node, and the packages of e2e/package-lock.json. Sourced after say.sh.

NODE_OLDEST=18

# Prints the path of a Chromium, or nothing.
find_chromium() {
  local candidate
  for candidate in "${KLUSTERA_CHROMIUM:-}" "$(command -v chromium || true)" "$(command -v chromium-browser || true)" \
    "$(command -v google-chrome || true)" '/Applications/Chromium.app/Contents/MacOS/Chromium' \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
    if [ -x "$candidate" ]; then
      printf '%s' "$candidate"
      return
    fi
  done
}

node_is_new_enough() {
  have node && have npm && [ "$(node --version | sed -E 's/^v([0-9]+).*/\1/')" -ge "$NODE_OLDEST" ]
}

# Sets KLUSTERA_CHROMIUM and fills e2e/node_modules; ends the script with a sentence when it cannot.
need_browser() {
  local missing=()
  [ -n "$(find_chromium)" ] || missing+=(chromium fonts-liberation)
  # npm comes with Node in other people's packages, and as its own package in Debian's.
  node_is_new_enough || missing+=(nodejs npm)
  if [ "${#missing[@]}" -gt 0 ]; then
    if ! have apt-get; then
      stop "the browser journeys need a Chromium or Chrome and Node $NODE_OLDEST or newer with npm. Install them and run this again."
    fi
    is_root || stop "the browser journeys need ${missing[*]}. Run: sudo apt-get install ${missing[*]}"
    apt_install "${missing[@]}"
    node_is_new_enough || stop "the Node of this system is older than $NODE_OLDEST. Install a newer one and run this again."
  fi
  KLUSTERA_CHROMIUM=$(find_chromium)
  export KLUSTERA_CHROMIUM
  need_node_packages
}

# Again only when the lock file has changed since.
need_node_packages() {
  local mark=e2e/node_modules/.installed want
  want=$(sha256 <e2e/package-lock.json)
  [ "$(cat "$mark" 2>/dev/null || true)" != "$want" ] || return 0
  say "Installing the packages of e2e/package-lock.json (npm)…"
  (cd e2e && npm ci --silent --no-audit --no-fund >&2) || stop "npm could not install what e2e/ needs."
  printf '%s' "$want" >"$mark"
}
