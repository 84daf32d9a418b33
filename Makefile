# Belfry. The two commands to know: `make run` and `make test`.

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
BIN     := bin/belfry
FUZZTIME ?= 20000x

.PHONY: help run build web test test-go test-web e2e soak bench fuzz lint check generate clean

help: ## show this list
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: build ## build everything and serve on :8000, data in ./belfry-data
	./$(BIN) serve

build: web ## build bin/belfry with the web app in it
	CGO_ENABLED=1 go build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/belfry

web: web/dist/index.html ## build the web app

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

WEB_SOURCES := $(shell find web/app web/public web/index.html web/vite.config.ts -type f 2>/dev/null)

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run build

test: test-go test-web e2e ## install what the tests need and run them all

test-go: web ## Go unit tests, on SQLite and on PostgreSQL where one is reachable
	go vet ./...
	go test ./...

test-web: web/node_modules/.package-lock.json ## types, lint and specs of the web app
	cd web && npm run check

e2e: build ## whole-binary tests: real SDKs, crashes, a browser
	./test/e2e/install.sh
	cd test/e2e && go test -count=1 -timeout 20m ./...

soak: build ## the crash test, 100 rounds
	cd test/e2e && BELFRY_TEST_CRASH_ROUNDS=100 go test -count=1 -timeout 60m -run TestCrash ./...

bench: build ## durable ingest against the limit of the machine; see bench/README.md
	go run ./bench

fuzz: ## every fuzz target for FUZZTIME, executions (20000x) or time (10m)
	./test/fuzz.sh $(FUZZTIME)

lint: ## what CI checks besides tests
	cd tools && go build -o ../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	./bin/golangci-lint run ./...

generate: web/node_modules/.package-lock.json ## the OpenAPI document and the TypeScript client
	go test ./internal/op -run TestOpenAPI -update
	cd web && npm run generate

check: lint test ## lint and tests

clean: ## remove what was built, not the data
	rm -rf bin web/dist/assets web/dist/index.html web/node_modules
