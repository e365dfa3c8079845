# Short targets; `make` alone builds the programs and the site.
#
#   site    both programs into bin/, the site with all artefacts into public/
#   test    every test, after installing what they need where that is allowed
#   check   formatting, vet, staticcheck, go fix, tidy modules, shellcheck
#   golden  rewrite the expected outputs of tests; look at the diff
#   fuzz    each fuzz target for FUZZTIME
#   e2e     the long forms of the tests with real tools
#   bench   benchmarks, builds of BENCH_N made-up releases beside Hugo, the runner beside another one
#   changelog  CHANGELOG.md from the guides of the product itself
#   serve   live preview on ADDR
#   dist    release archives for every platform into dist/
#   clean   what the above made

GO       ?= go
CONTENT  ?= content
ADDR     ?= 127.0.0.1:1313
FUZZTIME ?= 30s
# How many releases are built for measuring, and how often.
BENCH_N      ?= 100,300,1000
BENCH_ROUNDS ?= 3
# Where, for instance a folder in memory; a temporary folder where empty.
BENCH_WORK   ?=
# The address of the published site; hosts set URL while they build.
BASE_URL ?= $(URL)
# Anything more for `upgraph build`, for instance --noindex or --sign-key.
SITE_FLAGS ?=
# What the programs say they were built from. Nothing of this machine and this
# moment is in them.
COMMIT ?= $(shell git describe --always --dirty --exclude '*' --abbrev=12 2>/dev/null || echo unknown)

PLATFORMS = linux-amd64 linux-arm64 darwin-amd64 darwin-arm64

# The toolchain is the one go.mod names, never one fetched on the side.
export GOTOOLCHAIN = local
export CGO_ENABLED = 0

GOBUILD = $(GO) build -trimpath -ldflags '-s -w -X upgraph/internal/program.commit=$(COMMIT)'
# The runner is copied to machines over slow links: no HTTP/2, no inlining.
export RUNNER_FLAGS = -tags nethttpomithttp2 -gcflags=all=-l
RUNNERS = $(PLATFORMS:%=bin/runner/upgraph-run-%)
TOOLS   = internal/tools

.PHONY: changelog site programs runners test tools check golden fuzz e2e bench serve dist clean FORCE
.DEFAULT_GOAL := site

site: programs runners
	bin/upgraph build --content $(CONTENT) --out public --include runner=bin/runner \
		$(if $(BASE_URL),--base-url $(BASE_URL)) $(SITE_FLAGS)

programs: bin/upgraph bin/upgraph-run
runners: $(RUNNERS)

# Go knows best what is out of date, so these always ask it.
bin/upgraph: FORCE
	$(GOBUILD) -o $@ ./cmd/upgraph

bin/upgraph-run: FORCE
	$(GOBUILD) $(RUNNER_FLAGS) -o $@ ./cmd/upgraph-run

bin/runner/upgraph-run-%: FORCE
	GOOS=$(word 1,$(subst -, ,$*)) GOARCH=$(word 2,$(subst -, ,$*)) $(GOBUILD) $(RUNNER_FLAGS) -o $@ ./cmd/upgraph-run

test: tools
	$(GO) test -timeout 9m ./...
	$(GO) -C $(TOOLS) test ./...

tools:
	@sh $(TOOLS)/install.sh

check:
	@out=$$(gofmt -l .); if [ -n "$$out" ]; then echo "gofmt would change:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) fix -diff ./...
	$(GO) mod tidy -diff
	$(GO) -C $(TOOLS) mod tidy -diff
	$(GO) tool -modfile=$(TOOLS)/go.mod staticcheck ./...
	@if command -v shellcheck >/dev/null; then shellcheck .ci/run $(TOOLS)/*.sh; \
	else echo "shellcheck is not installed: our own shell files were not checked"; fi

changelog: bin/upgraph
	bin/upgraph changelog upgraph --content $(CONTENT) >CHANGELOG.md

golden:
	$(GO) test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' cmd internal | xargs -n1 dirname | sort -u | sed 's|^|./|') -update
	@git status --short

fuzz:
	@grep -rHo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' cmd internal | sort | \
	while IFS=: read -r file func; do \
		echo "== $$file $${func#func }"; \
		$(GO) test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$${func#func }\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x || exit 1; \
	done

e2e: export UPGRAPH_LONG = 1
e2e: tools
	$(GO) test -count=1 -timeout 60m -v $$(grep -rl --include='*_test.go' UPGRAPH_LONG cmd internal | xargs -n1 dirname | sort -u | sed 's|^|./|')

# The other programs are installed once; the newest Hugo that this Go builds.
bench: bin/upgraph bin/upgraph-run bin/peers/hugo bin/peers/node_modules/.bin/pagefind
	$(GO) test -run '^$$' -bench . -benchmem ./...
	$(GO) -C $(TOOLS) run ./peers $(CURDIR)/bin/upgraph-run $(CURDIR)/bin/peers
	$(GO) run ./internal/bench/run -n $(BENCH_N) -rounds $(BENCH_ROUNDS) $(if $(BENCH_WORK),-work $(BENCH_WORK))

bin/peers/hugo:
	GOBIN=$(CURDIR)/bin/peers $(GO) install -trimpath github.com/gohugoio/hugo@v0.165.0

# Without npm, or without a way to its registry, the index is measured alone.
bin/peers/node_modules/.bin/pagefind:
	-npm install --silent --no-save --no-audit --no-fund --ignore-scripts --prefix bin/peers pagefind@1.6.0

serve: programs
	bin/upgraph serve --content $(CONTENT) --addr $(ADDR)

dist:
	sh $(TOOLS)/dist.sh $(COMMIT) $(PLATFORMS)

clean:
	rm -rf bin dist
	find public -mindepth 1 ! -name .gitignore -delete
