# shellcheck shell=bash
# What install.sh takes from site.env (parsed and checked by lib/settings.sh, never sourced), what is
# stricter here because it ends in configuration files, and where everything lies.

# On a fresh server git comes with the packages, which are installed after this.
command -v git >/dev/null || git() { [ "$1" = check-ref-format ]; }

read_site() { # FILE
  load_settings "$1"
  check_names "$1"
  name_places
  keep_secret
}

check_names() { # FILE
  [[ $SITE_NAME =~ ^([a-z0-9-]+[.])+[a-z][a-z0-9-]+$ ]] ||
    fail "$1: SITE_NAME must be the name in the address bar, like example.org."
  [[ $SITE_NAME != www.* ]] || fail "$1: SITE_NAME must be the bare name; www. is led there by itself."
  [[ $BRANCH =~ ^[A-Za-z0-9._/-]+$ ]] || fail "$1: BRANCH must be of plain letters here."
  local port
  for port in "$http_port" "$https_port" "$hook_port"; do
    [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || fail "\"$port\" is no port."
  done
  [[ $root =~ ^(/[A-Za-z0-9._/-]+)?$ ]] || fail "--root must be an absolute path of plain letters."
}

# `root` is empty on a real server.
name_places() {
  SITE_USER=site-hosting
  SITE_ID=${SITE_NAME//[.-]/_}
  SITE_CONF=$root/etc/site-hosting/$SITE_NAME
  PROGRAMS=$root/usr/local/lib/site-hosting
  USER_HOME=$root/var/lib/site-hosting
  ACME=$root/var/lib/site-hosting-acme
  NGINX=$root/etc/nginx
  LOG=$root/var/log/nginx
  CERTIFICATES=$root/etc/letsencrypt/live/$SITE_NAME
  UNIT=$root/etc/systemd/user/site-hosting.service
  PORT_IN_URL=''
  [ "$https_port" = 443 ] || PORT_IN_URL=:$https_port
}

# Generates the webhook's secret unless there is one already.
keep_secret() {
  if [ -z "$HOOK_SECRET" ] && [ -r "$SITE_CONF/site.env" ]; then
    HOOK_SECRET=$(sed -n 's/^HOOK_SECRET=//p' "$SITE_CONF/site.env")
  fi
  [ -n "$HOOK_SECRET" ] || HOOK_SECRET=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
}
