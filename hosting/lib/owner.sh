# shellcheck shell=bash
# Root may call these programs, too: they go on as the user to whom the site belongs. Files of root in
# between would stop the next push.

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
