# shellcheck shell=bash
# Where PostgreSQL's server programs are on this machine, and how to get them.
# Sourced after say.sh. Only the programs are wanted: no cluster of the distribution is made, started or touched.

POSTGRES_OLDEST=15

# Prints the folder with initdb and postgres of the newest usable version, or nothing.
postgres_bin() {
  local dir version best='' best_version=0
  for dir in "${POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
    /opt/homebrew/opt/postgresql/bin /usr/local/pgsql/bin "$(dirname "$(command -v initdb || echo /nowhere/x)")"; do
    if [ ! -x "$dir/initdb" ] || [ ! -x "$dir/postgres" ]; then continue; fi
    version=$("$dir/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
    if [ "$version" -ge "$POSTGRES_OLDEST" ] && [ "$version" -gt "$best_version" ]; then
      best=$dir best_version=$version
    fi
  done
  printf '%s' "$best"
}

# Makes sure that the server programs are there; ends the script with a sentence when it cannot.
need_postgres() {
  [ -z "$(postgres_bin)" ] || return 0
  if have apt-get; then
    is_root || stop "PostgreSQL $POSTGRES_OLDEST or newer is missing. Run: sudo apt-get install postgresql"
    install_postgres_programs
  elif have brew; then
    say "Installing PostgreSQL (brew)…"
    brew install --quiet postgresql@17 >&2 || stop "brew could not install postgresql@17."
  else
    stop "PostgreSQL $POSTGRES_OLDEST or newer is missing. Install your system's PostgreSQL server package and run this again."
  fi
  [ -n "$(postgres_bin)" ] || stop "PostgreSQL was installed, but no version $POSTGRES_OLDEST or newer was found. \
See https://www.postgresql.org/download/ for your system."
}

# Debian's package makes and starts a cluster of its own on its first install, unless createcluster.conf says no.
# So it says no for as long as the install takes, and not a moment longer.
install_postgres_programs() {
  [ -n "${KLUSTERA_APT_FRESH:-}" ] || apt-get update -qq >/dev/null 2>&1
  KLUSTERA_APT_FRESH=1
  local newest refusal=/etc/postgresql-common/createcluster.d/klustera-install.conf
  newest=$(apt-cache pkgnames postgresql- | sed -nE 's/^postgresql-([0-9]+)$/\1/p' | sort -n | tail -n 1)
  [ "${newest:-0}" -ge "$POSTGRES_OLDEST" ] || stop "this system's packages have no PostgreSQL $POSTGRES_OLDEST or newer. \
Add the PostgreSQL project's own packages (https://www.postgresql.org/download/) and run this again."
  mkdir -p "$(dirname "$refusal")"
  echo 'create_main_cluster = false' >"$refusal"
  if ! (apt_install "postgresql-$newest" "postgresql-client-$newest"); then
    rm -f "$refusal"
    exit 1
  fi
  rm -f "$refusal"
}
