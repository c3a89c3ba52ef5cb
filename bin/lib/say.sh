# shellcheck shell=bash
# How the scripts in bin/ speak: a short line for each step, and one sentence and what to do when they cannot go on.
# Sourced, never run. Knows nothing of Klustera's parts.

say() { printf '%s\n' "$*" >&2; }
step() { printf '\n── %s\n' "$*" >&2; }
stop() {
  printf '%s: %s\n' "bin/$(basename "$0")" "$*" >&2
  exit 1
}
is_root() { [ "$(id -u)" -eq 0 ]; }
have() { command -v "$1" >/dev/null 2>&1; }

# Prints the hash of what comes in, whatever this system calls the program.
sha256() {
  if have sha256sum; then sha256sum | cut -d' ' -f1; else shasum -a 256 | cut -d' ' -f1; fi
}

# Debian packages, quietly, and only what is named: no recommended extras, no questions, no restarted services.
apt_install() {
  say "Installing $* (apt)…"
  local log
  log=$(mktemp)
  if ! {
    { [ -n "${KLUSTERA_APT_FRESH:-}" ] || apt-get update -qq; } &&
      DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
        apt-get install -y -qq --no-install-recommends "$@"
  } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    stop "apt could not install $*; what it said is above."
  fi
  KLUSTERA_APT_FRESH=1
  rm -f "$log"
}
