# shellcheck shell=bash
# Files for install.sh: templates filled in, written only where something changes, and with --check
# only named. Values come checked from settings.sh.

# What a name with a hash in it looks like: Hugo's name.<sha>.css, and where Vite builds, its
# assets/name-Ab3dE6gH.js. A word (photo-portrait) or a date (photo-20260131) is none.
hashed_names() {
  local fingerprint='[.][0-9a-f]{32,128}'
  local vite='/assets/[^/]+-(?=[a-z_-]*[A-Z0-9])(?![0-9]{8}[.])[A-Za-z0-9_-]{8}'
  [ "$GENERATOR" != hugo ] || vite=$fingerprint
  printf '%s' "(?:$vite|$fingerprint)[.][a-z0-9]+\$"
}

# `http2` moved from `listen` to a line of its own in nginx 1.25.1.
newer_http2() {
  local version
  version=$(nginx -v 2>&1 | sed -n 's|.*nginx/\([0-9.]*\).*|\1|p')
  [ "$(printf '%s\n' 1.25.1 "${version:-0}" | sort -V | head -n 1)" = 1.25.1 ]
}

# shellcheck disable=SC2034 # the templates name them
fill() { # TEMPLATE
  local text key
  local HASHED HTTP2_OLD=' http2' HTTP2_NEW='' MIME_TYPES=/etc/nginx/mime.types
  local HTTP_PORT=$http_port HTTPS_PORT=$https_port HOOK_PORT=$hook_port ID=$SITE_ID USER=$SITE_USER
  HASHED=$(hashed_names)
  if newer_http2; then HTTP2_OLD='' HTTP2_NEW=$'\n    http2 on;'; fi
  text=$(cat "$here/$1")
  for key in SITE_NAME ID HTTP_PORT HTTPS_PORT PORT_IN_URL HOOK_PORT SITE_CONF SITE_ROOT PROGRAMS LOG \
    ACME CERTIFICATES MIME_TYPES HTTP2_OLD HTTP2_NEW HASHED USER BRANCH HOOK_SECRET; do
    text=${text//@$key@/"${!key}"}
  done
  [ -e /proc/net/if_inet6 ] || text=$(sed '/listen \[::\]/d' <<<"$text")
  printf '%s\n' "$text"
}

# Standard input becomes the file, unless it is there already. Never readable by others in between.
put() { # PLACE MODE OWNER
  local new
  new=$(cat && printf x)
  new=${new%x}
  if [ -f "$1" ] && [ "$(cat "$1" && printf x)" = "${new}x" ]; then
    [ -n "$check" ] || secure "$@"
    return 0
  fi
  say "$([ -n "$check" ] && printf 'would write' || printf 'writes') $1"
  [ -z "$check" ] || return 0
  mkdir -p "$(dirname "$1")"
  (umask 077 && printf '%s' "$new" >"$1.new")
  secure "$1.new" "$2" "$3"
  mv "$1.new" "$1"
}

secure() { # PLACE MODE OWNER
  chmod "$2" "$1"
  [ -n "$root" ] || chown "$3" "$1"
}

# Runs a command that changes the system; skipped with --check and --root.
system() { # WORDS COMMAND...
  local words=$1
  shift
  if [ -n "$check" ]; then
    say "would: $words"
  elif [ -n "$root" ]; then
    say "left out with --root: $words"
  else
    say "$words"
    "$@"
  fi
}

folder() { # PLACE MODE OWNER
  [ -d "$1" ] || say "$([ -n "$check" ] && printf 'would make' || printf 'makes') $1/"
  [ -n "$check" ] || { mkdir -p "$1" && secure "$1" "$2" "$3"; }
}
