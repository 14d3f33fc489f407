# Extra arguments for the test runner or the bench: make bench ARGS="--quick".
ARGS ?=
SHELL := /bin/bash

lint_paths = $(wildcard Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests)

.DEFAULT_GOAL := help
.PHONY: help setup test bench peers training compare docs lint format
.NOTPARALLEL:

help:
	@echo 'make test      build and run all tests; ARGS="--filter NAME" picks some'
	@echo 'make bench     compare dense, Fastfood and wavelet layers; ARGS="--quick" takes 20 s'
	@echo 'make peers     measure the raw transforms beside other libraries (needs python3)'
	@echo 'make training  measure training steps beside PyTorch; ARGS="--tasks images" picks some (needs python3)'
	@echo 'make compare   compare all wavelets and modes with PyWavelets (needs python3)'
	@echo 'make docs      write the documentation, articles and reference, to .build/docs'
	@echo 'make lint      check the formatting'
	@echo 'make format    format in place'
	@echo 'test, bench, peers, training, compare and docs install OpenBLAS, LAPACKE and zlib where they are missing.'

setup:
	@Scripts/install-dependencies.sh

test: setup
	swift build --build-tests
	Scripts/check-kernel-objects.sh
	swift test $(ARGS)
	Scripts/check-dependency.sh

bench: setup
	swift build -c release --package-path Benchmarks
	@bin="$$(swift build -c release --package-path Benchmarks --show-bin-path)" && "$$bin/bench" $(ARGS)

peers: setup
	Benchmarks/Peers/run.sh $(ARGS)

training: setup
	Benchmarks/Peers/training.sh $(ARGS)

compare: setup
	Scripts/compare-pywavelets.sh

docs: setup
	Scripts/make-docs.sh

lint:
	swift format lint --strict --recursive --parallel $(lint_paths)

format:
	swift format --in-place --recursive --parallel $(lint_paths)
