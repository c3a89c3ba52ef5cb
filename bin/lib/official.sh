# shellcheck shell=bash
# The payment gateway's own clients, with which crates/midtrans tries its simulator. Sourced after say.sh,
# browser.sh and python.sh.
#
# They come from the package registries, pinned, and again only when their lists have changed since (about ten seconds).
# A machine without Node or Python, or without a registry, tries what it has and says what it has not.

need_official_clients() {
  MIDTRANS_OFFICIAL=
  if node_is_new_enough; then official_node; fi
  if python_packages crates/midtrans/tests/official "the simulator is not tried with the gateway's Python client"; then
    MIDTRANS_OFFICIAL="$MIDTRANS_OFFICIAL python"
  fi
  export MIDTRANS_OFFICIAL
}

official_node() {
  local folder=crates/midtrans/tests/official want
  want=$(sha256 <"$folder/package-lock.json")
  if [ "$(cat "$folder/node_modules/.installed" 2>/dev/null || true)" != "$want" ]; then
    if ! (cd "$folder" && npm ci --silent --no-audit --no-fund >&2); then
      rm -rf "$folder/node_modules"
      say "npm could not install the gateway's Node client; the simulator is not tried with it."
      return 0
    fi
    printf '%s' "$want" >"$folder/node_modules/.installed"
  fi
  MIDTRANS_OFFICIAL="$MIDTRANS_OFFICIAL node"
}
