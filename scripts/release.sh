#!/bin/sh
# A release up to the upload: checks, changelog, wheel, source archive, checksums, tag.
#   make release VERSION=0.2.0
# Nothing is pushed or uploaded: the last lines say how.
set -eu

version=${1:?say which version: make release VERSION=0.2.0}
say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 2; }

printf '%s' "$version" | grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+((a|b|rc)[0-9]+)?' ||
    fail "\"$version\" is no version such as 0.2.0"
[ -z "$(git status --porcelain)" ] || fail "there are changes that are not committed"
git rev-parse -q --verify "refs/tags/v$version" >/dev/null && fail "there is a tag v$version already"
grep -q "^__version__ = \"$version\"$" rscrew_console/__init__.py ||
    fail "__version__ in rscrew_console/__init__.py is not $version: change it, and commit that"
grep -q "^## \[$version\]" CHANGELOG.md ||
    fail "CHANGELOG.md has no section \"## [$version]\": cut it from Unreleased, and commit that"

rm -rf dist
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH # two builds of one commit are the same, byte for byte
.venv/bin/python -m hatchling build -d dist >&2
# What the changelog says of this version, for the tag and the page of the release.
awk -v head="## [$version]" 'index($0, head) == 1 {on = 1; next} /^## \[/ {on = 0} on' \
    CHANGELOG.md >"dist/NOTES-$version.md"
[ -s "dist/NOTES-$version.md" ] || fail "the section of $version in CHANGELOG.md is empty"
(cd dist && sha256sum ./*.whl ./*.tar.gz >SHA256SUMS && sha256sum --check --quiet SHA256SUMS)
git tag -a "v$version" --cleanup=verbatim -F "dist/NOTES-$version.md"

say "dist/ has the wheel, the source archive, SHA256SUMS and the notes; the tag v$version is set."
say "To publish it:  git push origin v$version  and  twine upload dist/*.whl dist/*.tar.gz"
say "To take it back:  git tag -d v$version"
