#!/usr/bin/env bash
# Makes a fresh Debian server publish one site: nginx, certificate, webhook listener, first deploy.
# Run it again after any change of site.env or of this folder; what is right already stays untouched.
#
#   hosting/install.sh [--check] [--settings FILE]
#
#   --check          only prints what would be done
#   --settings FILE  instead of site.env beside this file
#   --root DIR       writes everything below DIR and starts nothing: for tests and for looking at it
#   --http-port, --https-port, --hook-port N    other ports, for tests
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # where Debian keeps servers, and a user's PATH does not lead

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
check='' root='' settings=$here/site.env http_port=80 https_port=443 hook_port=9000

say() { printf '%s\n' "$*"; }
fail() {
  say "install.sh: $*" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --check) check=yes ;;
    --settings | --root | --http-port | --https-port | --hook-port)
      [ $# -gt 1 ] || fail "$1 needs a value."
      name=${1#--}
      printf -v "${name//-/_}" '%s' "$2"
      shift
      ;;
    --help | -h) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" && exit 0 ;;
    *) fail "What is $1? See --help." ;;
  esac
  shift
done

# shellcheck source=hosting/lib/settings.sh
. "$here/lib/settings.sh"
# shellcheck source=hosting/install/settings.sh
. "$here/install/settings.sh"
# shellcheck source=hosting/install/render.sh
. "$here/install/render.sh"
# shellcheck source=hosting/install/system.sh
. "$here/install/system.sh"

read_site "$settings"
if [ -z "$check$root" ] && [ "$(id -u)" != 0 ]; then
  fail 'Run it as root, or with --check to see what it would do.'
fi

began=$(mktemp)
trap 'rm -f "$began"' EXIT
install_packages
make_user
make_folders
copy_programs
render_listener
publish_nginx
start_listener
explain
first_deploy
