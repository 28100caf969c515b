# shellcheck shell=bash
# The steps of install.sh, in their order. Each may be repeated; nginx gets a new configuration only
# after `nginx -t` has accepted it, else it keeps the old one.

install_packages() {
  local wanted=(nginx webhook git curl certbot gzip openssl ca-certificates libpam-systemd) missing=()
  local name installed
  case $GENERATOR in
    hugo) wanted+=(hugo) ;;
    npm) # somebody else's newer Node brings an npm of its own
      command -v node >/dev/null || wanted+=(nodejs)
      command -v npm >/dev/null || wanted+=(npm)
      ;;
  esac
  case $REPOSITORY in
    *@* | ssh://*) wanted+=(openssh-client) ;;
  esac
  # One line for each that is there.
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
  for name in "${wanted[@]}"; do
    grep -qx "installed $name" <<<"$installed" || missing+=("$name")
  done
  [ "${#missing[@]}" = 0 ] || system "install packages: ${missing[*]}" apt_install "${missing[@]}"
}

apt_install() {
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
  # Debian's own unit listens on all addresses; ours is another one.
  systemctl disable --now webhook.service 2>/dev/null || true
}

make_user() {
  id "$SITE_USER" >/dev/null 2>&1 && return 0
  system "make the user $SITE_USER, without password or shell" useradd --system --user-group \
    --home-dir "$USER_HOME" --create-home --shell /usr/sbin/nologin "$SITE_USER"
}

make_folders() {
  folder "$ACME" 755 root:root
  folder "$SITE_CONF" 755 root:root
  [ -d "$LOG" ] || folder "$LOG" 755 root:adm
  folder "$SITE_ROOT" 755 "$SITE_USER:$SITE_USER"
}

# Owned by root: the user that runs builds must not be able to change these programs.
copy_programs() {
  local file mode
  while IFS= read -r file; do
    mode=644
    case $file in bin/*) mode=755 ;; esac
    put "$PROGRAMS/$file" "$mode" root:root <"$here/$file"
  done < <(cd "$here" && find bin lib -type f 2>/dev/null | sort)
}

render_listener() {
  local owner=$SITE_USER:$SITE_USER
  { grep -v '^HOOK_SECRET=' "$settings" && say "HOOK_SECRET=$HOOK_SECRET"; } |
    put "$SITE_CONF/site.env" 600 "$owner"
  fill webhook/hooks.json | put "$SITE_CONF/hooks.json" 600 "$owner"
  fill systemd/site-hosting.service | put "$UNIT" 644 root:root
}

# What is served: HTTPS as soon as there is a certificate, before that only the proof for getting one.
render_nginx() {
  put "$SITE_CONF/headers.conf" 644 root:root <"$here/nginx/headers-$HEADERS.conf"
  fill nginx/tls.conf | put "$SITE_CONF/tls.conf" 644 root:root
  {
    fill nginx/http.conf
    if [ -r "$CERTIFICATES/fullchain.pem" ]; then fill nginx/https.conf; fi
  } | put "$NGINX/sites-available/$SITE_NAME" 644 root:root
  [ -n "$check" ] && return
  mkdir -p "$NGINX/sites-enabled"
  ln -sfn "$NGINX/sites-available/$SITE_NAME" "$NGINX/sites-enabled/$SITE_NAME"
}

nginx_files() { printf '%s\n' "$SITE_CONF"/{headers,tls}.conf "$NGINX"/sites-{available,enabled}/"$SITE_NAME"; }

# Renders, tests, and restores the old configuration if nginx rejects the new one.
try_nginx() {
  local before
  if [ -n "$check" ]; then render_nginx && return; fi
  before=$(mktemp)
  nginx_files | existing | tar -cPf "$before" -T -
  render_nginx
  if [ ! -f "$NGINX/nginx.conf" ] || nginx -q -t -c "$NGINX/nginx.conf"; then
    rm "$before"
    return
  fi
  nginx_files | xargs -d '\n' rm -f
  tar -xPf "$before"
  rm "$before"
  fail 'nginx refuses the new configuration (its words are above); the old one is back.'
}

existing() {
  local file
  while IFS= read -r file; do
    if [ -e "$file" ]; then printf '%s\n' "$file"; fi
  done
}

publish_nginx() {
  try_nginx
  system 'reload nginx' systemctl reload-or-restart nginx
  [ -r "$CERTIFICATES/fullchain.pem" ] && return
  system "get a certificate for $SITE_NAME" get_certificate
  if [ -n "$check$root" ]; then return; fi
  try_nginx
  system 'reload nginx' systemctl reload-or-restart nginx
}

get_certificate() {
  local names=(-d "$SITE_NAME")
  if getent hosts "www.$SITE_NAME" >/dev/null; then
    names+=(-d "www.$SITE_NAME")
  else
    say "www.$SITE_NAME has no address in DNS: the certificate is for $SITE_NAME alone"
  fi
  certbot certonly --webroot -w "$ACME" "${names[@]}" --deploy-hook 'systemctl reload nginx' ||
    fail 'no certificate: does the name lead here, and are ports 80 and 443 open? Then run this again'
}

as_site_user() {
  runuser -u "$SITE_USER" -- env HOME="$USER_HOME" SITE_ENV="$SITE_CONF/site.env" \
    XDG_RUNTIME_DIR="/run/user/$(id -u "$SITE_USER")" "$@"
}

# A restart would end a deploy that is running, so it needs a reason.
start_user_unit() {
  local verb=start
  [ -z "$(find "$SITE_CONF/hooks.json" "$UNIT" -newer "$began")" ] || verb=restart
  loginctl enable-linger "$SITE_USER"
  systemctl start "user@$(id -u "$SITE_USER").service"
  as_site_user systemctl --user daemon-reload
  as_site_user systemctl --user enable site-hosting.service
  as_site_user systemctl --user "$verb" site-hosting.service
}

start_listener() { system 'start the webhook listener, with lingering' start_user_unit; }

first_deploy() {
  [ -e "$SITE_ROOT/current" ] && return
  system 'publish the site for the first time' as_site_user "$PROGRAMS/bin/redeploy" ||
    fail 'Everything is set up, but the first deploy failed. Put right what it says, and run this again.'
}

explain() {
  cat <<WORDS

At GitHub: the repository's Settings, Webhooks, Add webhook:
  Payload URL    https://$SITE_NAME$PORT_IN_URL/hooks/publish
  Content type   application/json
  Secret         the line HOOK_SECRET of $SITE_CONF/site.env
  Events         just the push event
WORDS
}
