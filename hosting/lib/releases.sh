# shellcheck shell=bash
# Releases: releases/NUMBER-COMMIT, and the link `current` to one of them. Numbers only grow, so that
# the order does not depend on a clock. A release that was rolled back is called ….withdrawn and is not
# rolled back to.

prepare_site_root() {
  mkdir -p -- "$SITE_ROOT"/{releases,log,cache,work}
  chmod 700 -- "$SITE_ROOT"/{log,cache,work}
}

# Names, oldest first.
releases() {
  local path
  for path in "$SITE_ROOT"/releases/*/; do
    path=${path%/}
    [[ ! ${path##*/} =~ ^[0-9]{5}-[0-9a-f]{12}$ ]] || printf '%s\n' "${path##*/}"
  done
}

current_release() {
  local target
  target=$(readlink -- "$SITE_ROOT/current") || return 0
  printf '%s' "${target##*/}"
}

next_number() {
  local path number=0 used
  for path in "$SITE_ROOT"/releases/[0-9]* "$SITE_ROOT"/log/[0-9]*; do
    used=${path##*/}
    [[ $used =~ ^[0-9]{5} ]] || continue
    used=$((10#${used:0:5}))
    ((used <= number)) || number=$used
  done
  printf '%05d' $((number + 1))
}

# make_current NAME: at once, for every visitor. An empty name takes the page away.
make_current() {
  local draft=$SITE_ROOT/work/current
  [[ -n $1 ]] || { rm -f -- "$SITE_ROOT/current" && return; }
  rm -f -- "$draft"
  ln -s -- "releases/$1" "$draft"
  mv -T -- "$draft" "$SITE_ROOT/current"
}

remove_release() {
  rm -rf -- "$SITE_ROOT/releases/$1" "$SITE_ROOT/releases/${1%.withdrawn}.assets"
}

# What a deploy that was killed has left: newer than the current release, and never checked.
remove_unfinished() {
  local name current
  current=$(current_release)
  [[ -n $current ]] || return 0
  for name in $(releases); do
    [[ ! $name > $current ]] || remove_release "$name"
  done
}

# withdraw_after NAME: after a rollback to it.
withdraw_after() {
  local name
  for name in $(releases); do
    [[ ! $name > $1 ]] || mv -- "$SITE_ROOT/releases/$name" "$SITE_ROOT/releases/$name.withdrawn"
  done
}

prune_releases() {
  local path
  local -a names
  mapfile -t names < <(releases)
  for path in "$SITE_ROOT"/releases/*.withdrawn; do remove_release "${path##*/}"; done
  while ((${#names[@]} > KEEP_RELEASES)); do
    [[ ${names[0]} == "$(current_release)" ]] || remove_release "${names[0]}"
    names=("${names[@]:1}")
  done
}
