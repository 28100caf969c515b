# shellcheck shell=bash
# If root calls these programs, they continue as the user who owns the site: files owned by root would make
# the next deploy fail.

# become_owner PROGRAM [ARGUMENT...]
become_owner() {
  local owner home
  [[ $EUID == 0 && -d $SITE_ROOT ]] || return 0
  owner=$(stat -c %U -- "$SITE_ROOT")
  [[ $owner != root ]] || return 0
  runuser -u "$owner" -- test -x "$1" -a -r "$SETTINGS_FILE" ||
    fail "$owner, who owns $SITE_ROOT, cannot run $1 with $SETTINGS_FILE. Run the installed program."
  home=$(getent passwd "$owner" | cut -d : -f 6)
  cd /
  exec runuser -u "$owner" -- env HOME="$home" SITE_ENV="$SETTINGS_FILE" "$@"
}
