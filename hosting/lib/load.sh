# shellcheck shell=bash
# Loads all parts; set HOSTING to the folder above lib/ before sourcing this.
# The locale makes text lengths count characters, everywhere the same.

export LC_ALL=C.UTF-8
shopt -s nullglob
# In bash 5.2, & in a replacement would mean the match.
shopt -u patsub_replacement 2>/dev/null || true
# Set where a git hook calls: they would point git at the wrong repository.
unset "${!GIT_@}"
umask 022

for part in log settings owner text telegram push queue source build check releases assets report deploy; do
  # shellcheck source=/dev/null
  source "$HOSTING/lib/$part.sh"
done
