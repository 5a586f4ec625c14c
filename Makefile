# Axis. `make` alone lists the verbs.

.DEFAULT_GOAL := help
SHELL := /bin/bash

SWIFT ?= swift
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR ?=

# The released commands carry Swift's runtime, so the machine that runs them needs Debian's libraries only.
RELEASE := -c release --static-swift-stdlib
COMMANDS := axisd axisctl axis axis-bench

.PHONY: help setup build release test lint format demo run bench man clean install

help: ## List the verbs
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## Check for Swift 6.2 or later and install the Debian packages that are missing
	@config/dev/setup.sh

build: setup ## Build everything for development
	$(SWIFT) build

release: setup ## Build the commands for use, optimised
	$(SWIFT) build $(RELEASE)

test: setup ## Run all tests
	@config/dev/test.sh

lint: ## Check the formatting, strictly
	$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift

format: ## Mend the formatting in place
	$(SWIFT) format --in-place --parallel --recursive Sources Tests Package.swift

demo: setup ## Watch a signed document travel, and Haiphong hand in its list before the deadline
	$(SWIFT) build
	@bin="$$($(SWIFT) build --show-bin-path)" && config/dev/demo.sh "$$bin" && config/dev/demo-haiphong.sh "$$bin"

run: setup ## Start the daemon with development certificates, in the foreground
	$(SWIFT) build
	@config/dev/run.sh "$$($(SWIFT) build --show-bin-path)"

bench: release ## Measure intake: signed envelopes over mutual TLS, each durable before its receipt
	@bin="$$($(SWIFT) build $(RELEASE) --show-bin-path)" && "$$bin/axis-bench" run --axisd "$$bin/axisd"

man: setup ## Write the commands' manual pages to .build/man
	mkdir -p .build/man
	$(SWIFT) package --allow-writing-to-package-directory generate-manual --multi-page \
	    --output-directory .build/man

clean: ## Remove what was built
	$(SWIFT) package clean

install: release man ## Install commands, manual pages, completions, configuration and systemd unit (DESTDIR, PREFIX, SYSCONFDIR)
	@set -e; bin="$$($(SWIFT) build $(RELEASE) --show-bin-path)"; \
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/lib/systemd/system" \
	    "$(DESTDIR)$(PREFIX)/share/doc/axis" "$(DESTDIR)$(SYSCONFDIR)/axis/certs"; \
	for command in $(COMMANDS); do install -m 0755 "$$bin/$$command" "$(DESTDIR)$(PREFIX)/bin/$$command"; done; \
	install -m 0644 docs/*.md "$(DESTDIR)$(PREFIX)/share/doc/axis"; \
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/bash-completion/completions"; \
	install -m 0644 .build/man/*.1 "$(DESTDIR)$(PREFIX)/share/man/man1"; \
	for command in $(COMMANDS); do "$$bin/$$command" --generate-completion-script bash \
	    > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$command"; done; \
	sed 's|/usr/local|$(PREFIX)|g; s|/etc/axis|$(SYSCONFDIR)/axis|g' config/axis.service \
	    > "$(DESTDIR)$(PREFIX)/lib/systemd/system/axis.service"; \
	to="$(DESTDIR)$(SYSCONFDIR)/axis/axis.yaml"; if [ -e "$$to" ]; then to="$$to.new"; fi; \
	sed 's|^  data: \./data$$|  data: /var/lib/axis|' config/axis.yaml > "$$to"; \
	echo "Installed. The configuration is $$to; docs/operations.md says what comes next."
