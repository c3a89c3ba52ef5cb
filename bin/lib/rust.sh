# shellcheck shell=bash
# The Rust toolchain and what it links with. Sourced after say.sh.
#
# Builds never ask a database: the answers about our SQL are committed in .sqlx/ (see bin/sql-check), and a
# DATABASE_URL that is set for the running server must not be met by the compiler.
export SQLX_OFFLINE=true

need_rust() {
  have cargo || PATH="$HOME/.cargo/bin:$PATH"
  have cargo || stop "Rust is missing. Install it with:
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y
then open a new shell and run this again."
  have cc || need_c_compiler
}

# Rust links with the system's C compiler, and the TLS library has some C of its own.
need_c_compiler() {
  if have apt-get; then
    is_root || stop "a C compiler is missing, which Rust needs for linking. Run: sudo apt-get install gcc libc6-dev"
    apt_install gcc libc6-dev
  elif [ "$(uname -s)" = Darwin ]; then
    stop "a C compiler is missing, which Rust needs for linking. Run: xcode-select --install"
  else
    stop "a C compiler is missing, which Rust needs for linking. Install your system's gcc or clang and run this again."
  fi
}
