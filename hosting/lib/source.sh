# shellcheck shell=bash
# The project's source: a bare copy of one branch that is kept between deploys, and from it a fresh
# checkout for each. The copy has the branch's history, because it tells old commits from new ones.

readonly FETCHED=refs/heads/site

mirror() {
  git -C "$SITE_ROOT/cache/repository.git" "$@"
}

# Never asks for a password, never runs a program that an address names (ext::), never hangs,
# and leaves no tidying up behind that would meet the next deploy.
git_remote() {
  GIT_TERMINAL_PROMPT=0 GIT_ALLOW_PROTOCOL=https:ssh:file GIT_SSH_COMMAND='ssh -o BatchMode=yes' \
    timeout --kill-after=5 "$FETCH_TIMEOUT_S" git -c gc.autoDetach=false "$@"
}

fetch_branch() {
  local mirror=$SITE_ROOT/cache/repository.git
  [[ -e $mirror/HEAD ]] || git init --quiet --bare "$mirror"
  rm -f -- "$mirror"/objects/pack/tmp_*
  git_remote -C "$mirror" fetch --quiet --force --no-tags -- "$REPOSITORY" "+refs/heads/$BRANCH:$FETCHED"
  mirror rev-parse --verify --quiet "$FETCHED^{commit}" >/dev/null
}

head_commit() {
  mirror rev-parse "$FETCHED"
}

# A push names a commit; one that is not on the branch is not ours to deploy.
on_branch() {
  mirror cat-file -e "$1^{commit}" 2>/dev/null && mirror merge-base --is-ancestor "$1" "$FETCHED"
}

# The history comes along (Hugo's dates need it) without being copied.
check_out() {
  local source=$1
  git clone --quiet --shared --branch site -- "$SITE_ROOT/cache/repository.git" "$source"
  git -C "$source" remote set-url origin "$REPOSITORY"
  [[ ! -e $source/.gitmodules ]] ||
    git_remote -C "$source" submodule --quiet update --init --recursive --depth 1
}
