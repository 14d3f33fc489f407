// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "wavepress-benchmarks",
  dependencies: [
    .package(name: "wavepress", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.3.0"),
  ],
  targets: [
    .executableTarget(
      name: "bench",
      dependencies: [
        .product(name: "Wavepress", package: "wavepress"),
        .product(name: "WavepressExperiments", package: "wavepress"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "bench-training",
      dependencies: [
        .product(name: "Wavepress", package: "wavepress"),
        .product(name: "WavepressNetworks", package: "wavepress"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "compare-pywavelets",
      dependencies: [
        .product(name: "Wavepress", package: "wavepress"),
        .product(name: "WavepressExperiments", package: "wavepress"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "bench-transforms",
      dependencies: [
        .product(name: "Wavepress", package: "wavepress"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
