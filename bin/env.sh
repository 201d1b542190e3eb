# shellcheck shell=bash disable=SC2034
# Sourced by every script of bin/: where things are, and a few words they share.
set -euo pipefail
REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export REPO ADDON=jobseeker_relations LOCAL=$REPO/.local   # logs and screenshots of this clone
mkdir -p "$LOCAL/log"

say() { printf '\033[1m[%(%T)T]\033[0m %s\n' -1 "$*" >&2; }
fail() { printf '\033[1;31merror:\033[0m %s\n' "$*" >&2; exit 1; }
hash() { sha256sum | cut -c1-10; }

# --- The cache, shared by all clones. For root it is not in the home folder, which the user `postgres` cannot enter.
[ "$(id -u)" = 0 ] && CACHE=/var/cache/jobseeker-relations || CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/jobseeker-relations
export CACHE=${JR_CACHE:-$CACHE}
CLONE=$(hash <<<"$REPO")
# What bin/run keeps is durable and this clone's own; what the tests make can be made again, and clones share it.
if [ "${JR_CLUSTER:-run}" = test ]; then STATE=$CACHE/test; else STATE=$CACHE/run-$CLONE; fi

# --- Python
PYTHON=$(command -v python3.11 || command -v python3 || true)
VENV=$CACHE/venv-$(hash <"$REPO/requirements/odoo.txt")
LINT_VENV=$CACHE/lint-$(hash <"$REPO/requirements/lint.txt")
export PY=$VENV/bin/python PYTHONPYCACHEPREFIX=$CACHE/pycache PYTHONDONTWRITEBYTECODE=

# --- Odoo: Debian's package, unpacked into the cache, or ODOO_HOME (a checkout, or a folder that holds the package `odoo`)
ODOO_PATH=${ODOO_HOME:-$CACHE/odoo-19.0/usr/lib/python3/dist-packages}
[ -d "$ODOO_PATH" ] || [ -z "${ODOO_HOME:-}" ] || fail "ODOO_HOME=$ODOO_HOME is no folder: point it at an Odoo 19 checkout, or unset it"
ODOO_ADDONS=$ODOO_PATH/odoo/addons
[ ! -d "$ODOO_PATH/addons/web" ] || ODOO_ADDONS+=,$ODOO_PATH/addons
export PYTHONPATH=$ODOO_PATH ODOO_CLI=$REPO/bin/odoo-cli.py
# Odoo reads its options from the environment; without a file of its own it would read the user's ~/.odoorc.
export ODOO_RC=/dev/null ODOO_ADDONS_PATH=$ODOO_ADDONS,$REPO ODOO_DATA_DIR=$STATE/data ODOO_LIST_DB=False
export ODOO_SCREENSHOTS=$LOCAL/screenshots ODOO_HTTP_INTERFACE=${ODOO_HTTP_INTERFACE:-127.0.0.1}

# --- PostgreSQL: the one that PGHOST names, else a private cluster that only a unix socket in its folder reaches
[ -x "${PG_BIN:-}/initdb" ] || PG_BIN=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
[ -x "$PG_BIN/initdb" ] || PG_BIN=$(dirname "$(command -v initdb || echo /none/initdb)")
PG_DIR=$STATE/pg
if [ -z "${PGHOST:-}" ] || [ -n "${JR_PRIVATE_PG:-}" ]; then
  export JR_PRIVATE_PG=1 PGHOST=$PG_DIR PGPORT=54919 PGUSER=odoo
fi
NODE=$CACHE/npm-$(hash <"$REPO/requirements/npm.txt")
export PATH=$PG_BIN:$NODE/node_modules/.bin:$PATH AXE=$NODE/node_modules/axe-core/axe.min.js

# addon_dir NAME: the folder of one of Odoo's addons
addon_dir() { local d; for d in ${ODOO_ADDONS//,/ }; do [ ! -d "$d/$1" ] || { echo "$d/$1"; return; }; done; }
odoo() { "$PY" "$ODOO_CLI" "$@"; }
