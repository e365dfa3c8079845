#!/bin/sh
# Release archives of both programs: dist/upgraph-VERSION-OS-ARCH.tar.gz and
# SHA256SUMS. The same commit gives the same bytes: owners, modes, order and
# times are fixed (the time of the commit).
#
#   dist.sh COMMIT PLATFORM...
set -eu

commit=$1
shift
version=$(sed -n 's/^const Version = "\(.*\)"$/\1/p' internal/program/program.go)
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}

rm -rf dist
mkdir -p dist
for platform in "$@"; do
	name=upgraph-$version-$platform
	mkdir "dist/$name"
	export GOOS="${platform%-*}" GOARCH="${platform#*-}"
	flags="-s -w -X upgraph/internal/program.commit=$commit"
	go build -trimpath -ldflags "$flags" -o "dist/$name/" ./cmd/upgraph
	# Words on purpose: several flags.
	# shellcheck disable=SC2086
	go build -trimpath -ldflags "$flags" ${RUNNER_FLAGS:-} -o "dist/$name/" ./cmd/upgraph-run
	cp LICENSE README.md CHANGELOG.md "dist/$name/"
	tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=go=rX,u+w \
		-C dist -cf - "$name" | gzip -n9 >"dist/$name.tar.gz"
	rm -r "dist/$name"
	echo "dist/$name.tar.gz"
done
(cd dist && sha256sum -- *.tar.gz >SHA256SUMS)
