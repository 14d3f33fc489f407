// swift-tools-version: 6.2
// 6.2 is the first version that lets a package with unsafe flags be used as a dependency.

import PackageDescription

/// The kernels are compiled once for each instruction set and scalar type from the same files
/// (`Sources/KernelBodies`, reached through a symbolic link in each target).
///
/// They are optimised in debug builds as well, where SIMD code would otherwise
/// run hundreds of times slower, and unchecked: every bound is checked at the
/// door, in `Kernels`, before a pointer reaches them.
let kernelTargets: [Target] = ["Baseline", "AVX2", "AVX512"].flatMap { instructionSet in
  ["Float", "Double"].map { scalar in
    var flags = [
      "-Ounchecked", "-disable-batch-mode", "-whole-module-optimization", "-num-threads", "1",
    ]
    #if arch(x86_64)
      let march = ["AVX2": "x86-64-v3", "AVX512": "x86-64-v4"]
      if let march = march[instructionSet] { flags += ["-Xcc", "-march=\(march)"] }
    #endif
    return .target(
      name: "Kernels\(instructionSet)\(scalar)",
      dependencies: ["KernelInterface", "CKernelSupport"],
      swiftSettings: [
        .define("ISA_\(instructionSet.uppercased())"), .define("SCALAR_\(scalar.uppercased())"),
        .unsafeFlags(flags),
      ])
  }
}

let package = Package(
  name: "wavepress",
  products: [
    .library(
      name: "Wavepress", targets: ["StructuredLinear", "Wavelets", "LinearAlgebra", "Kernels"]),
    .library(name: "WavepressNetworks", targets: ["Networks"]),
    .library(name: "WavepressExperiments", targets: ["Experiments"]),
    .executable(name: "wavepress", targets: ["wavepress"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CKernelSupport"),
    .target(name: "KernelInterface"),
    .target(
      name: "Kernels",
      dependencies: ["CKernelSupport", "KernelInterface"]
        + kernelTargets.map { .target(name: $0.name) }),
    .target(name: "LinearAlgebra", dependencies: ["COpenBLAS", "CLAPACKE", "CKernelSupport"]),
    .target(
      name: "Wavelets",
      dependencies: [
        "Kernels", "LinearAlgebra", .product(name: "ComplexModule", package: "swift-numerics"),
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(
      name: "StructuredLinear",
      dependencies: [
        "LinearAlgebra", "Wavelets", "Kernels",
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(
      name: "Networks",
      dependencies: [
        "StructuredLinear", "LinearAlgebra", "Kernels",
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(
      name: "Experiments",
      dependencies: [
        "Networks", "StructuredLinear", "Wavelets", "LinearAlgebra", "Kernels", "CZlib",
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .executableTarget(
      name: "wavepress",
      dependencies: [
        "Experiments", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"]),
    // Counts heap allocations in tests.
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(
      name: "StructuredLinearTests",
      dependencies: [
        "AllocationCounter", "StructuredLinear", "Wavelets", "LinearAlgebra", "Kernels",
        "NaiveReference",
      ],
      swiftSettings: [.unsafeFlags(["-O"])]),
    // Naive references, optimised in debug builds too, so that tests may compare at every size.
    .target(
      name: "NaiveReference", dependencies: ["Kernels"], path: "Tests/NaiveReference",
      swiftSettings: [.unsafeFlags(["-O"])]),
    .testTarget(
      name: "KernelsTests",
      dependencies: ["CKernelSupport", "KernelInterface", "Kernels", "NaiveReference"]),
    .testTarget(
      name: "WaveletsTests",
      dependencies: [
        "AllocationCounter", "CKernelSupport", "KernelInterface", "Kernels", "LinearAlgebra",
        "NaiveReference", "Wavelets",
      ],
      exclude: ["Golden/generate.py", "Golden/generate_2d.py", "Golden/requirements.txt"],
      resources: [.copy("Golden/pywavelets.json"), .copy("Golden/pywavelets2d.json")]),
    .testTarget(
      name: "NetworksTests",
      dependencies: [
        "AllocationCounter", "Networks", "StructuredLinear", "Wavelets", "LinearAlgebra", "Kernels",
        "TemporaryFolder",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      exclude: [
        "Golden/generate.py", "Golden/generate_images.py", "Golden/generate_temporal.py",
        "Golden/requirements.txt", "Golden/generate_safetensors.py",
        "Golden/requirements-safetensors.txt",
      ],
      resources: [
        .copy("Golden/torch.json"), .copy("Golden/torch_images.json"),
        .copy("Golden/torch_temporal.json"), .copy("Golden/tensors.safetensors"),
      ],
      swiftSettings: [.unsafeFlags(["-O"])]),
    // A folder of a test's own.
    .target(name: "TemporaryFolder", path: "Tests/TemporaryFolder"),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Networks", "StructuredLinear", "Wavelets", "NaiveReference",
        "TemporaryFolder", "CZlib",
      ],
      exclude: ["Golden/generate.py", "Golden/requirements.txt"],
      resources: [.copy("Golden/float.npy"), .copy("Golden/double.npy")]),
    .testTarget(
      name: "WavepressCommandTests",
      dependencies: [
        "wavepress", "Experiments", "Networks", "Wavelets", "Kernels", "TemporaryFolder",
      ]),
    // The listings of the articles in Documentation.
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "Networks", "StructuredLinear", "Wavelets", "LinearAlgebra", "Kernels",
        .product(name: "RealModule", package: "swift-numerics"),
      ]),
  ] + kernelTargets,
  swiftLanguageModes: [.v6]
)
