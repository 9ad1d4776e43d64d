# MCP Hub: everything that can be done with this repository. `make help` lists it.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Real API documents; any folder will do. What needs them says so and is left out where there are none.
CORPUS ?= ../shared/corpus
# A binary to judge; `make PROFILE=release …` judges the optimised one.
PROFILE ?= debug
BINARY = target/$(PROFILE)/mcphub
# What cargo test builds, features and all, so that tests and judges share every crate; optimised, only what ships.
BUILD = cargo build --locked $(if $(filter release,$(PROFILE)),--release -p mcphub,--workspace --bins --examples --tests)
CACHE := $(CURDIR)/.cache
PYTHON := $(CACHE)/python/bin/python
PYTHON_1 := $(CACHE)/python-1/bin/python
# Real documents that the general conformance scenarios are run against.
SERVED = examples/petstore/openapi.yaml $(addprefix ../shared/corpus/openapi/,v3.0/apis.guru__github.com_api.github.com.json \
	v3.0/apis.guru__stripe.com.json v3.1/oas-examples__3.1_json_train-travel.json v2.0/kubernetes-client__swagger-1.13.json)
CORPUS_TOOL = target/$(PROFILE)/examples/corpus

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what the judges need (npm and pip packages, into this folder)
	./judge/setup.sh

.PHONY: build release
build: ## Build the debug binary, examples and tests
	$(BUILD)
release: web ## Build the console, and with it the optimised binary, target/release/mcphub
	cargo build --locked --release -p mcphub

.PHONY: runtime image programs
# The program that images carry: static, for the machines whose compilers are here. `cargo auditable` writes into it which crates it is of;
# no path of this machine is in it, so that the same commit gives the same program wherever it is built.
RUNTIME_PROFILE ?= runtime
AUDITABLE := $(CACHE)/cargo/bin/cargo-auditable
# Builds the one program that is named; together with another one it would have that one's features, too.
STATIC = rustup target add --toolchain "$$(rustup show active-toolchain | cut -d' ' -f1)" x86_64-unknown-linux-musl && \
	home="$${CARGO_HOME:-$$HOME/.cargo}"; CC_x86_64_unknown_linux_musl=musl-gcc \
	CFLAGS_x86_64_unknown_linux_musl="-ffile-prefix-map=$$home=cargo -ffile-prefix-map=$(CURDIR)=mcphub" \
	RUSTFLAGS="--remap-path-prefix=$$home=cargo --remap-path-prefix=$(CURDIR)=mcphub" \
	PATH="$(CACHE)/cargo/bin:$$PATH" cargo auditable build --locked --profile $(RUNTIME_PROFILE) --target x86_64-unknown-linux-musl -p
runtime: $(AUDITABLE) ## Build the static runtime that `mcphub image` puts into images (target/runtime)
	@command -v musl-gcc >/dev/null || { echo "musl-gcc is missing: apt-get install musl-tools"; exit 2; }
	$(STATIC) mcphub-runtime
	install -D target/x86_64-unknown-linux-musl/$(RUNTIME_PROFILE)/mcphub-runtime target/$(RUNTIME_PROFILE)/amd64/mcphub-runtime
programs: web runtime
	$(STATIC) mcphub
	install -D target/x86_64-unknown-linux-musl/$(RUNTIME_PROFILE)/mcphub target/$(RUNTIME_PROFILE)/amd64/mcphub
image: programs ## Make the images of the hub and of the runtime as archives (target/RUNTIME_PROFILE/image; RUNTIME_PROFILE=runtime-test: built fast)
	deploy/image/make.sh target/$(RUNTIME_PROFILE)/amd64 target/$(RUNTIME_PROFILE)/image
$(AUDITABLE):
	cargo install cargo-auditable --version 0.7.7 --locked --root $(CACHE)/cargo

.PHONY: web web-types web-dev check-web test-web screens lighthouse
# What the console is made of; it is built anew when something of it changed.
WEB = $(shell git ls-files web ':!web/tests' ':!web/dist' 2>/dev/null)
web: web/dist/index.html ## Build the console (web/dist), which the next build of the binary embeds
web/dist/index.html: $(WEB)
	web/setup.sh --build
	cd web && npm run --silent build
web-types: ## Make the console's types of the hub's OpenAPI document
	web/setup.sh --build
	cd web && npm run --silent types
web-dev: ## Serve the console while it is worked on, at http://localhost:3000, for the hub that MCPHUB_HUB names
	web/setup.sh --build
	cd web && npm run dev
check-web: web ## Check the console's types and style, and run its unit tests
	cd web && npm run --silent check && npm run --silent unit
test-web: check-web build services ## Check the console, and play its flows in Chromium against the real binary
	web/setup.sh
	node web/tests/flows.mjs $(BINARY)
screens: web build ## Photograph every page of the console, light, dark and on a phone (target/screens)
	web/setup.sh
	node web/tests/screens.mjs $(BINARY) target/screens
lighthouse: web build ## Measure the built console by Lighthouse; on a machine that does nothing else
	web/setup.sh
	node web/tests/lighthouse.mjs $(BINARY)

.PHONY: demo
demo: release ## Serve the example API, call it once, say how clients connect (DEMO_ARGS=--exit: then stop)
	node examples/demo.mjs target/release/mcphub $(DEMO_ARGS)

.PHONY: fmt lint
fmt: ## Format the code
	cargo fmt --all
lint: ## Check formatting and run clippy, warnings being errors
	cargo fmt --all -- --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

.PHONY: deny
deny: ## Check licences, advisories and duplicates of dependencies (needs cargo-deny)
	@command -v cargo-deny >/dev/null || { echo "cargo-deny is missing: cargo install cargo-deny --locked"; exit 2; }
	cargo deny --locked check

.PHONY: test
# The console comes first, so that one build of the binary has it.
TESTS = check-web lint test-rust test-web test-corpus conformance clients test-discovery test-graphql test-soap test-grpc test-samples test-wire test-export test-hub test-docker test-schemathesis
test: ## Run every test; each runner ends with `N passed, N failed`
	@for part in $(TESTS); do began=$$SECONDS; $(MAKE) --no-print-directory $$part || exit 1; echo "make $$part took $$((SECONDS - began)) s"; done
	@echo "make test: everything passed"

.PHONY: services services-stop
services: ## Start the PostgreSQL and the Redis that tests use, on ports of their own
	./judge/services.sh
services-stop: ## Stop them, and forget what they kept
	./judge/services.sh stop

.PHONY: cluster cluster-stop test-cluster
cluster: ## Start a Kubernetes cluster of real components (judge/cluster), built first where it is not; says where its kubeconfig is
	@./judge/cluster/cluster.sh
cluster-stop: ## Stop it, and forget what it kept
	./judge/cluster/cluster.sh stop
test-cluster: ## Check that the cluster does what tests rely on
	node judge/cluster/check.mjs

.PHONY: vault vault-stop
vault: ## Start a HashiCorp Vault (judge/vault), built first where it is not; says where its address and its root token are
	@./judge/vault/vault.sh
vault-stop: ## Stop it, and forget what it kept
	./judge/vault/vault.sh stop

.PHONY: test-rust
test-rust: services ## Run the tests of all crates
	@mkdir -p target
	cargo test --locked --workspace 2>&1 | tee target/cargo-test.log
	@awk '/^test result:/ { p += $$4; f += $$6 } END { printf "cargo: %d passed, %d failed\n", p, f }' target/cargo-test.log

.PHONY: corpus corpus-tool test-corpus
corpus-tool:
	$(if $(filter release,$(PROFILE)),cargo build --locked --release -p hub-compiler --example corpus,$(BUILD))
corpus: corpus-tool ## Compile every document of CORPUS and say what became of it (target/corpus.json)
	@mkdir -p target
	$(CORPUS_TOOL) $(CORPUS) --out target/corpus.json
test-corpus: corpus-tool ## Fail when a corpus document gives fewer tools than the committed baseline
	@if [ -d ../shared/corpus ]; then $(CORPUS_TOOL) ../shared/corpus --out target/corpus.json --baseline judge/corpus-baseline.json; \
	else echo "corpus: left out, there is no ../shared/corpus"; fi

.PHONY: wire test-wire
wire: setup build ## Call tools of every corpus document; independent validators judge the requests (WIRE_ONLY=part of a name)
	node judge/wire/run.mjs $(BINARY) $(CORPUS) target/wire --python $(PYTHON) --only '$(WIRE_ONLY)'
test-wire: setup build
	@if [ -d ../shared/corpus ]; then node judge/wire/run.mjs target/debug/mcphub ../shared/corpus target/wire-test --python $(PYTHON) --limit 24 --tools 4 --least 0.99; \
	else echo "wire: left out, there is no ../shared/corpus"; fi

.PHONY: graphql test-graphql
graphql: setup build ## Call every tool of every GraphQL schema of CORPUS on a server that graphql-js makes of it
	node judge/graphql/live.mjs $(BINARY)
	node judge/graphql/run.mjs $(BINARY) $(CORPUS)
test-graphql: setup build
	node judge/graphql/live.mjs target/debug/mcphub
	@if [ -d ../shared/corpus ]; then node judge/graphql/run.mjs target/debug/mcphub ../shared/corpus --tools 4; \
	else echo "graphql: left out, there is no ../shared/corpus"; fi

.PHONY: discovery test-discovery
discovery: build ## Ask for tools of large APIs in plain words (`--discovery search`) and count what is found
	node judge/discovery/run.mjs $(BINARY) $(CORPUS)
test-discovery: build
	@if [ -d ../shared/corpus ]; then node judge/discovery/run.mjs target/debug/mcphub ../shared/corpus; \
	else echo "discovery: left out, there is no ../shared/corpus"; fi

.PHONY: soap test-soap
soap: setup build ## Call every tool of every WSDL of CORPUS; libxml2 validates the envelopes by the WSDLs' own schemas
	node judge/soap/live.mjs $(BINARY)
	node judge/soap/run.mjs $(BINARY) $(CORPUS) target/soap --python $(PYTHON)
test-soap: setup build
	node judge/soap/live.mjs target/debug/mcphub
	@if [ -d ../shared/corpus ]; then node judge/soap/run.mjs target/debug/mcphub ../shared/corpus target/soap-test --python $(PYTHON); \
	else echo "soap: left out, there is no ../shared/corpus"; fi

.PHONY: grpc test-grpc
grpc: setup build ## Call tools of every corpus proto; real gRPC servers compare the messages with what protobuf makes
	node judge/grpc/run.mjs $(BINARY) $(CORPUS) target/grpc --python $(PYTHON) --rounds 9
test-grpc: setup build
	@if [ -d ../shared/corpus ]; then node judge/grpc/run.mjs target/debug/mcphub ../shared/corpus target/grpc-test --python $(PYTHON) --tools 6; \
	else echo "grpc: left out, there is no ../shared/corpus"; fi

.PHONY: samples test-samples
samples: setup build ## Postman, HAR and cURL: compare our requests with Postman's own runtime's, with recorded ones, with curl's
	for kind in postman har curl; do node judge/$$kind/run.mjs $(BINARY) $(CORPUS) || exit 1; done
test-samples: setup build
	@if [ -d ../shared/corpus ]; then for kind in postman har curl; do \
	node judge/$$kind/run.mjs target/debug/mcphub ../shared/corpus --limit 10 --tools 5 || exit 1; done; \
	else echo "postman, har, curl: left out, there is no ../shared/corpus"; fi

.PHONY: export test-export
# Documents of CORPUS that exported servers are compared on, beside the example and the hostile ones.
EXPORTED = $(wildcard $(addprefix $(CORPUS)/,$(shell cat judge/export/corpus.txt)))
# What the protocol is checked with, where it is there.
CHECKED = $(if $(wildcard ../shared/check/conformance.sh),--check ../shared/check/conformance.sh)
export: setup build ## Export projects, lint and test them, and compare their servers with the hosted one, call by call (EXPORTED)
	node judge/export/run.mjs $(BINARY) $(CHECKED) --tools 4 $(EXPORTED)
test-export: setup build
	node judge/export/run.mjs target/debug/mcphub $(CHECKED) --tools 4

.PHONY: images test-images
images: setup release runtime ## Judge images: a real Docker engine, real registries, openssl and cosign; with the figures they are held to
	node judge/images/run.mjs target/release/mcphub target/runtime/amd64/mcphub-runtime --figures
test-images: setup build
	@if command -v musl-gcc >/dev/null && command -v rustup >/dev/null; then $(MAKE) runtime RUNTIME_PROFILE=runtime-test && \
	node judge/images/run.mjs target/debug/mcphub target/runtime-test/amd64/mcphub-runtime; \
	else echo "images: left out, a static program needs musl-gcc and rustup"; fi

.PHONY: clients
clients: setup build ## Real MCP clients of both eras list and call tools
	node judge/clients/run.mjs target/debug/mcphub $(PYTHON) $(PYTHON_1)

.PHONY: conformance
conformance: setup build ## The official conformance suite, both revisions, against the fixture server and a served document
	./judge/conformance.sh
	@if [ -x ../shared/check/conformance.sh ]; then judge/conformance_served.sh target/debug/mcphub ../shared/check/conformance.sh $(SERVED); \
	else echo "conformance of served documents: left out, there is no ../shared/check"; fi

.PHONY: profiles
profiles: setup build ## Check every tool of CORPUS, in every profile, against clients' rules
	node judge/profiles/run.mjs $(BINARY) $(CORPUS) target/profiles

.PHONY: test-hub hub-there hub-kill hub-faults hub-soak hub-gateways hub-corpus
test-hub: setup build services ## A journey through the platform on one process and on eight, planted secrets, some kills and one of each fault under load
	node judge/hub/e2e.mjs target/debug/mcphub --python $(PYTHON)
	node judge/hub/bundle.mjs target/debug/mcphub $(PYTHON) $(PYTHON_1) --only 'TypeScript SDK'
	node judge/hub/kill.mjs target/debug/mcphub --seconds 12 --kills 4
	node judge/hub/faults.mjs target/debug/mcphub --short
	node judge/hub/tenants.mjs target/debug/mcphub
hub-there: setup ## The journey through a hub that is there already: HUB=URL ACCOUNT=EMAIL, its password in MCPHUB_PASSWORD; MACHINE: this one, as the hub reaches it; TARGET
	node judge/hub/e2e.mjs --url $(HUB) --account $(ACCOUNT) --host $(or $(MACHINE),127.0.0.1) --target $(TARGET) --python $(PYTHON)
hub-kill: setup build services ## 20 kills within 2 minutes of load, on SQLite and on PostgreSQL: nothing acknowledged is lost
	node judge/hub/kill.mjs $(BINARY) --seconds 120 --kills 20
hub-faults: setup build services ## Upstreams, processes, the hub, PostgreSQL, Redis, disk and clock fail under load; 500 deployments, 1,000 starts and stops (FAULTS=names)
	node judge/hub/faults.mjs $(BINARY) $(if $(FAULTS),--only $(FAULTS))
hub-soak: setup build ## Half an hour at half load: flat memory, handles, threads and tasks (use PROFILE=release)
	node judge/hub/soak.mjs $(BINARY)
hub-gateways: setup build services ## What a second gateway is good for, over PostgreSQL and Redis (use PROFILE=release)
	node judge/hub/gateways.mjs $(BINARY)
hub-corpus: setup build ## 200 documents of CORPUS through REST, 8 clients: the same figures as the compiler's own, and how long it takes
	node judge/hub/corpus.mjs $(BINARY) $(CORPUS)

.PHONY: hub-gateway
# Where the judged servers run: embedded (in the gateway's own process) or process.
TARGET ?= embedded
hub-gateway: setup build ## Real MCP clients and the conformance scenarios against servers that a hub hosts, with and without a key (TARGET)
	node judge/hub/gateway.mjs $(BINARY) $(PYTHON) $(PYTHON_1) --target $(TARGET) \
		$(if $(wildcard ../shared/check/conformance.sh),--check ../shared/check/conformance.sh $(SERVED))

.PHONY: hub-docker hub-kubernetes test-docker
# The static runtime that containers and pods carry; what it weighs is not judged here, so it is built in a fraction of the time.
CARRIED = target/runtime-test/amd64/mcphub-runtime
hub-docker: setup build services ## Servers in containers of a real Docker engine: confined, attacked, scaled; every fault, two organisations; fifty of them, while containers, the hub and the engine are killed
	$(MAKE) runtime RUNTIME_PROFILE=runtime-test
	node judge/hub/docker.mjs $(BINARY) $(CARRIED)
	node judge/hub/faults.mjs $(BINARY) --targets docker --runtime $(CARRIED) --deployments 100 --cycles 200 $(if $(FAULTS),--only $(FAULTS))
	node judge/hub/tenants.mjs $(BINARY) --targets docker --runtime $(CARRIED)
	node judge/hub/gateway.mjs $(BINARY) $(PYTHON) $(PYTHON_1) --target docker --runtime $(CARRIED) \
		$(if $(wildcard ../shared/check/conformance.sh),--check ../shared/check/conformance.sh $(SERVED))
hub-kubernetes: setup build services ## Servers as pods of the cluster that `make cluster` starts: rolled, drained, attacked, changed by others, scaled; every fault, two organisations
	$(MAKE) runtime RUNTIME_PROFILE=runtime-test
	node judge/hub/kubernetes.mjs $(BINARY) $(CARRIED)
	node judge/hub/faults.mjs $(BINARY) --targets kubernetes --runtime $(CARRIED) --deployments 50 --cycles 50 --kills 8 $(if $(FAULTS),--only $(FAULTS))
	node judge/hub/tenants.mjs $(BINARY) --targets kubernetes --runtime $(CARRIED)
	node judge/hub/gateway.mjs $(BINARY) $(PYTHON) $(PYTHON_1) --target kubernetes --runtime $(CARRIED) \
		$(if $(wildcard ../shared/check/conformance.sh),--check ../shared/check/conformance.sh $(SERVED))
test-docker: setup build
	./judge/docker.sh
	@if command -v musl-gcc >/dev/null && command -v rustup >/dev/null && [ -x /usr/sbin/dockerd ]; then $(MAKE) runtime RUNTIME_PROFILE=runtime-test && \
	node judge/hub/docker.mjs target/debug/mcphub $(CARRIED) --short && \
	node judge/hub/tenants.mjs target/debug/mcphub --targets docker --runtime $(CARRIED); \
	else echo "docker: left out, it needs dockerd, musl-gcc and rustup"; fi

.PHONY: hub-operator
hub-operator: setup build ## Custom resources of the cluster that `make cluster` starts, kept in a hub: applied, refused, repaired, deleted, while operator and hub go and come back
	node judge/hub/operator.mjs $(BINARY)

.PHONY: hub-vault
# With `VAULT_TARGETS=embedded,process,docker` and `VAULT_ARGS=--cluster` more of it.
VAULT_TARGETS ?= embedded,process
hub-vault: setup build ## Master key and credentials in a real Vault: read, rotated, out of reach, away and back (VAULT_TARGETS; VAULT_ARGS=--cluster: and in Secrets of `make cluster`'s)
	./judge/vault/build.sh
	$(if $(findstring docker,$(VAULT_TARGETS))$(findstring kubernetes,$(VAULT_TARGETS)),$(MAKE) runtime RUNTIME_PROFILE=runtime-test)
	node judge/hub/secrets.mjs $(BINARY) --targets $(VAULT_TARGETS) --runtime $(CARRIED) $(VAULT_ARGS)

.PHONY: hub-bundle
hub-bundle: setup build services ## Bundles by Anthropic's own tool and by real clients that start them; the hub's registry by the official registry
	node judge/hub/bundle.mjs $(BINARY) $(PYTHON) $(PYTHON_1)

.PHONY: hub-own
hub-own: setup build ## Real MCP clients and the conformance scenarios against the hub's own server, with users who are asked and without
	node judge/hub/own.mjs $(BINARY) $(PYTHON) $(PYTHON_1) \
		$(if $(wildcard ../shared/check/conformance.sh),--check ../shared/check/conformance.sh)

.PHONY: test-helm helm-install compose
# Both need helm, which `make cluster` builds; what needs a cluster that runs says so and is left out where there is none.
test-helm: setup build ## Check what the Helm chart renders: goldens, schema, the hub's own settings, an API server
	node judge/helm/run.mjs $(BINARY)
helm-install: setup build ## Install the chart on the cluster of `make cluster`, use it, hurt it, upgrade it, uninstall it; then make the journey through it
	$(MAKE) image RUNTIME_PROFILE=runtime-test
	node judge/helm/run.mjs $(BINARY) --install target/runtime-test/image --python $(PYTHON)
compose: setup ## Start the compose file by the real `docker compose`, make the journey through it, restart it, take it down and up
	$(MAKE) image RUNTIME_PROFILE=runtime-test
	./judge/services.sh
	judge/compose/build.sh
	node judge/compose/run.mjs target/runtime-test/image --python $(PYTHON)

.PHONY: schemathesis test-schemathesis
SEED ?= $(shell date +%s)
EXAMPLES ?= 100
schemathesis: setup build ## Schemathesis asks a hub whatever its own OpenAPI document allows, and more (SEED, EXAMPLES for each endpoint)
	node judge/hub/schemathesis.mjs $(BINARY) --python $(PYTHON) --seed $(SEED) --examples $(EXAMPLES)
test-schemathesis: setup build
	node judge/hub/schemathesis.mjs target/debug/mcphub --python $(PYTHON) --phases examples,coverage --seed 1 --deterministic

.PHONY: bench bench-kinds
bench-kinds: setup release ## Measure CPU per call for each kind of API, in one run
	node judge/kinds.mjs target/release/mcphub
bench: release ## Measure against a bare Rust server and other MCP servers (BENCH_ROOT: where they are installed)
	./judge/bench.sh

.PHONY: bless
bless: corpus-tool ## Rewrite golden outputs and the corpus baseline to what there is now
	INSTA_UPDATE=always MCPHUB_BLESS=1 cargo test --locked --workspace
	$(CORPUS_TOOL) ../shared/corpus --baseline judge/corpus-baseline.json --bless
