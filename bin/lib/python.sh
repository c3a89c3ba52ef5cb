# shellcheck shell=bash
# Python packages for tests that need somebody else's program: pinned in FOLDER/requirements.txt, installed in FOLDER/.venv, again
# only when the list has changed since. Sourced after say.sh.

# Fails, with a sentence, on a machine without Python or without a registry.
python_packages() {
  local folder=$1 what=$2 want
  if ! have python3; then
    say "There is no python3; $what."
    return 1
  fi
  want=$(sha256 <"$folder/requirements.txt")
  [ "$(cat "$folder/.venv/.installed" 2>/dev/null || true)" != "$want" ] || return 0
  rm -rf "$folder/.venv"
  if ! { python3 -m venv "$folder/.venv" && "$folder/.venv/bin/python" -m pip install --quiet --no-deps --no-input \
    --disable-pip-version-check -r "$folder/requirements.txt"; } >&2; then
    rm -rf "$folder/.venv"
    say "pip could not install what $folder/requirements.txt lists; $what."
    return 1
  fi
  printf '%s' "$want" >"$folder/.venv/.installed"
}

# A server that speaks S3, with which crates/files tries its bucket.
need_moto() {
  if python_packages crates/files/tests/moto "files are not tried in a bucket"; then
    export FILES_MOTO=1
  fi
}
