#!/bin/sh
# Release archives of both programs: dist/upgraph-VERSION-OS-ARCH.tar.gz and
# SHA256SUMS. The same commit gives the same bytes: owners, modes, order and
# times are fixed (the time of the commit).
#
#   dist.sh VERSION PLATFORM…
set -eu

version=${1:-}
[ -n "$version" ] || version=$(git rev-parse --short HEAD)
shift
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
stamp=
case $version in v[0-9]*) stamp="-X main.version=$version" ;; esac

rm -rf dist
mkdir -p dist
for platform in "$@"; do
	name=upgraph-$version-$platform
	mkdir "dist/$name"
	GOOS=${platform%-*} GOARCH=${platform#*-} go build -trimpath -ldflags "-s -w $stamp" \
		-o "dist/$name/" ./cmd/upgraph ./cmd/upgraph-run
	cp LICENSE README.md CHANGELOG.md "dist/$name/"
	tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=go=rX,u+w \
		-C dist -cf - "$name" | gzip -n9 >"dist/$name.tar.gz"
	rm -r "dist/$name"
	echo "dist/$name.tar.gz"
done
(cd dist && sha256sum -- *.tar.gz >SHA256SUMS)
