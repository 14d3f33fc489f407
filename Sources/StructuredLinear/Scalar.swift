public import Kernels
public import LinearAlgebra

/// The scalar types of layers, `Float` and `Double`: those with both kernels and BLAS.
public typealias LayerScalar = BLASScalar & KernelScalar
