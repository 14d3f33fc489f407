/// The kernels of one scalar type, compiled for one instruction set.
///
/// A **row** is one feature: `lanes` consecutive scalars that hold the same feature of `lanes`
/// samples. The *panel* layout has as many lanes as the vector unit; the *signal* layout has one
/// lane, that is, a plain contiguous signal. Both offer the same operations, so that a transform
/// is written once for either.
public struct KernelTable<Scalar>: Sendable {
  /// The instruction set that these kernels were compiled for.
  public let instructionSet: InstructionSet
  /// Kernels over panels: `lanes` samples side by side.
  public let panel: LayoutKernels<Scalar>
  /// Kernels over one contiguous signal.
  public let signal: LayoutKernels<Scalar>
  /// Element-wise functions over contiguous memory.
  public let elementwise: ElementwiseKernels<Scalar>
  /// The element-wise part of a gated recurrent unit.
  public let gatedUnit: GatedUnitKernels<Scalar>
  /// Windows and pools of images.
  public let image: ImageKernels<Scalar>

  /// `c[i, j] = Σ_k a[i·aRow + k·aColumn]·b[k, j]`, added to `c` where `adding`; `c` is row-major.
  ///
  /// Rows of `b` are `bRow` apart. Where it `isPacked`, it comes in blocks of as many columns as two
  /// rows of the panel layout have lanes, `bBlock` apart: the last one has the last columns, or, where
  /// these are fewer than a block's, anything behind them.
  public typealias Product =
    @Sendable (
      _ a: UnsafePointer<Scalar>, _ aRow: Int, _ aColumn: Int, _ b: UnsafePointer<Scalar>,
      _ bRow: Int, _ bBlock: Int, _ isPacked: Bool, _ c: UnsafeMutablePointer<Scalar>,
      _ rows: Int, _ inner: Int, _ columns: Int, _ adding: Bool
    ) -> Void

  /// Matrix products with few rows.
  public let product: Product

  /// Gathers the kernels of one build.
  public init(
    instructionSet: InstructionSet, panel: LayoutKernels<Scalar>, signal: LayoutKernels<Scalar>,
    elementwise: ElementwiseKernels<Scalar>, gatedUnit: GatedUnitKernels<Scalar>,
    image: ImageKernels<Scalar>, product: @escaping Product
  ) {
    self.instructionSet = instructionSet
    self.panel = panel
    self.signal = signal
    self.elementwise = elementwise
    self.gatedUnit = gatedUnit
    self.image = image
    self.product = product
  }
}

/// Element-wise kernels: input, output, count. Input and output may be the same memory.
public struct ElementwiseKernels<Scalar>: Sendable {
  /// An element-wise function of contiguous memory.
  public typealias Unary =
    @Sendable (
      _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>, _ count: Int
    ) -> Void

  /// Hyperbolic tangent.
  public let tanh: Unary
  /// Logistic function 1 / (1 + exp(−x)).
  public let sigmoid: Unary
  /// `max(0, x)`; NaN stays NaN.
  public let rectify: Unary
  /// Sets `y` to zero where `x` is zero.
  public let mask: Unary

  /// Runs `count` rounds of independent vector multiply-adds in registers, to measure how many the
  /// CPU does in a second, and returns how many scalar multiply-adds a round has. `sink` receives
  /// one scalar.
  public typealias MultiplyAdds =
    @Sendable (_ count: Int, _ sink: UnsafeMutablePointer<Scalar>) -> Int

  /// A measure of the CPU's limit.
  public let multiplyAdds: MultiplyAdds

  /// Gathers the element-wise kernels of one build.
  public init(
    tanh: @escaping Unary, sigmoid: @escaping Unary, rectify: @escaping Unary,
    mask: @escaping Unary, multiplyAdds: @escaping MultiplyAdds
  ) {
    self.tanh = tanh
    self.sigmoid = sigmoid
    self.rectify = rectify
    self.mask = mask
    self.multiplyAdds = multiplyAdds
  }
}

/// The operations on rows of one layout. Every pointer counts in scalars, every index in rows.
///
/// Nothing here checks a bound: callers do.
public struct LayoutKernels<Scalar>: Sendable {
  /// A read-only row pointer.
  public typealias In = UnsafePointer<Scalar>
  /// A writable row pointer.
  public typealias Out = UnsafeMutablePointer<Scalar>

  /// `low[k] = Σ_j lowTaps[j]·x[2k + j]`, `high[k]` likewise, for `k` in `0..<count`.
  ///
  /// `streaming` says that nobody reads `high` before it has left the inner caches, so that it had
  /// better be written past them.
  public typealias Downsample =
    @Sendable (
      _ x: In, _ low: Out, _ high: Out, _ count: Int,
      _ lowTaps: In, _ highTaps: In, _ taps: Int, _ streaming: Bool
    ) -> Void

  /// `x[2m + p] = Σ_i lowTaps[2i + p]·low[m − i] + highTaps[2i + p]·high[m − i]`,
  /// for `p` in `0...1`, `i` in `0..<taps/2` and `m` in `0..<pairs`.
  ///
  /// `streaming` says that nobody reads `x` before it has left all caches.
  public typealias Upsample =
    @Sendable (
      _ low: In, _ high: In, _ x: Out, _ pairs: Int,
      _ lowTaps: In, _ highTaps: In, _ taps: Int, _ streaming: Bool
    ) -> Void

  /// `lowSums[j] += Σ_k low[k]·x[2k + j]`, `highSums[j]` likewise.
  ///
  /// In either layout a sum is one row of the panel layout, whose lanes are still to be added.
  public typealias Correlate =
    @Sendable (
      _ x: In, _ low: In, _ high: In, _ count: Int,
      _ lowSums: Out, _ highSums: Out, _ taps: Int
    ) -> Void

  /// ``Correlate``, then ``Downsample`` in place of what was correlated: the pullback of
  /// ``Upsample``, of which `low` and `high` are the bands and `x` is the output's gradient.
  public typealias CorrelateDownsample =
    @Sendable (
      _ x: In, _ low: Out, _ high: Out, _ count: Int, _ lowTaps: In, _ highTaps: In,
      _ lowSums: Out, _ highSums: Out, _ taps: Int
    ) -> Void

  /// ``Correlate``, then ``Upsample`` in place of what was correlated, `count` pairs: the pullback
  /// of ``Downsample``, of which `x` is the signal and `low` and `high` are the bands' gradients.
  ///
  /// Of `x`, the last `taps − 2` rows keep what they have.
  public typealias CorrelateUpsample =
    @Sendable (
      _ x: Out, _ low: In, _ high: In, _ count: Int, _ lowTaps: In, _ highTaps: In,
      _ lowSums: Out, _ highSums: Out, _ taps: Int
    ) -> Void

  /// `y[i] = x[index[i]]`, or zero where the index is negative.
  public typealias CopyRows =
    @Sendable (_ x: In, _ index: UnsafePointer<Int32>, _ y: Out, _ count: Int) -> Void

  /// `y[t.to] += t.weight·(x[t.from] − x[t.minus])` for each term, one after the other; without the
  /// second row where `minus` is negative.
  public typealias AddRows =
    @Sendable (_ x: In, _ terms: UnsafePointer<RowTerm>, _ count: Int, _ y: Out) -> Void

  /// `y[i] = scale[i]·x[index[i]]`.
  ///
  /// Over one signal, `gathered[i] = x[index[i]]` as well where the pullback is to follow. Rows of a
  /// panel are gathered again in as little time as a copy of them is read, so none is made.
  public typealias GatherScale =
    @Sendable (
      _ x: In, _ index: UnsafePointer<Int32>, _ scale: In, _ y: Out, _ gathered: Out?, _ count: Int
    ) -> Void

  /// The pullback of ``GatherScale``: `scaleGradient[i] += ⟨dy[i], x[index[i]]⟩` and
  /// `dx[index[i]] = scale[i]·dy[i]`.
  ///
  /// Of a panel, `x` is what was gathered from, and may be the same memory as `dx`. Over one signal
  /// it is what was gathered, which is used up, and the index is the inverse: sample `i` of `dx` comes
  /// from `index[i]`.
  public typealias GatherScalePullback =
    @Sendable (
      _ x: Out, _ dy: In, _ index: UnsafePointer<Int32>, _ scale: In,
      _ scaleGradient: Out, _ dx: Out, _ count: Int
    ) -> Void

  /// `y[i] = Σ_k weight[i·terms + k]·x[index[i·terms + k]]`: a sparse matrix with `terms` entries in each
  /// row.
  public typealias SparseProduct =
    @Sendable (
      _ x: In, _ index: UnsafePointer<Int32>, _ weight: In, _ y: Out, _ count: Int, _ terms: Int
    ) -> Void

  /// The pullback of ``SparseProduct`` where each `k` has a permutation's indices:
  /// `weightGradient[i·terms + k] += ⟨dy[i], x[index[i·terms + k]]⟩`, then, in place,
  /// `x[j] = Σ_k weight[i·terms + k]·dy[i]` where `i` is `inverse[j·terms + k]`.
  public typealias SparsePullback =
    @Sendable (
      _ x: Out, _ dy: In, _ index: UnsafePointer<Int32>, _ inverse: UnsafePointer<Int32>,
      _ weight: In, _ weightGradient: Out, _ count: Int, _ terms: Int
    ) -> Void

  /// `sums[i] += Σ_lanes x[i]`.
  public typealias LaneSums = @Sendable (_ x: In, _ sums: Out, _ count: Int) -> Void

  /// From row-major samples to rows: `y[i][s] = scale[i]·samples[s·stride + i]`.
  ///
  /// Lanes from `sampleCount` on become zero; without `scale` values are copied.
  public typealias Pack =
    @Sendable (
      _ samples: In, _ stride: Int, _ sampleCount: Int, _ scale: In?, _ y: Out, _ count: Int
    ) -> Void

  /// The pullback of ``Pack``: `scaleGradient[i] += ⟨samples[·][i], dy[i]⟩` and
  /// `dx[s·stride + i] += scale[i]·dy[i][s]`.
  public typealias PackPullback =
    @Sendable (
      _ samples: In, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
      _ scaleGradient: Out, _ dx: Out, _ count: Int
    ) -> Void

  /// From rows to row-major samples: `samples[s·stride + i] = scale[i]·x[i][s] + bias[i]`.
  public typealias Unpack =
    @Sendable (
      _ x: In, _ count: Int, _ scale: In?, _ bias: In?,
      _ samples: Out, _ stride: Int, _ sampleCount: Int
    ) -> Void

  /// The pullback of ``Unpack``: `scaleGradient[i] += ⟨x[i], dy[·][i]⟩`,
  /// `biasGradient[i] += Σ_s dy[s][i]`, then `x[i][s] = scale[i]·dy[s·stride + i]`.
  ///
  /// Lanes from `sampleCount` on become zero.
  public typealias UnpackPullback =
    @Sendable (
      _ x: Out, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
      _ scaleGradient: Out, _ biasGradient: Out?, _ count: Int
    ) -> Void

  /// Walsh–Hadamard transforms of `signals` times `count` (a power of two) rows in place, one after
  /// the other, natural order, multiplied by `scale[0]`.
  public typealias WalshHadamard =
    @Sendable (_ x: Out, _ count: Int, _ signals: Int, _ scale: In) -> Void

  /// Samples side by side in one row.
  public let lanes: Int
  /// Two-channel convolution that keeps every second output.
  public let downsample: Downsample
  /// Two-channel transposed convolution: the adjoint of ``downsample``.
  public let upsample: Upsample
  /// Gradient of ``downsample`` and ``upsample`` with respect to their taps.
  public let correlate: Correlate
  /// Pullback of ``upsample``.
  public let correlateDownsample: CorrelateDownsample
  /// Pullback of ``downsample``.
  public let correlateUpsample: CorrelateUpsample
  /// Copies of chosen rows.
  public let copyRows: CopyRows
  /// Weighted sums of chosen rows.
  public let addRows: AddRows
  /// Fused permutation and diagonal product.
  public let gatherScale: GatherScale
  /// Pullback of ``gatherScale``.
  public let gatherScalePullback: GatherScalePullback
  /// Product with a sparse matrix.
  public let sparseProduct: SparseProduct
  /// Pullback of ``sparseProduct``.
  public let sparsePullback: SparsePullback
  /// Sums over the lanes.
  public let laneSums: LaneSums
  /// Transpose into rows, fused with a diagonal product.
  public let pack: Pack
  /// Pullback of ``pack``.
  public let packPullback: PackPullback
  /// Transpose out of rows, fused with a diagonal product and a bias.
  public let unpack: Unpack
  /// Pullback of ``unpack``.
  public let unpackPullback: UnpackPullback
  /// Walsh–Hadamard transform.
  public let walshHadamard: WalshHadamard

  /// Gathers the kernels of one layout.
  public init(
    lanes: Int, downsample: @escaping Downsample, upsample: @escaping Upsample,
    correlate: @escaping Correlate, correlateDownsample: @escaping CorrelateDownsample,
    correlateUpsample: @escaping CorrelateUpsample, copyRows: @escaping CopyRows,
    addRows: @escaping AddRows, gatherScale: @escaping GatherScale,
    gatherScalePullback: @escaping GatherScalePullback, sparseProduct: @escaping SparseProduct,
    sparsePullback: @escaping SparsePullback, laneSums: @escaping LaneSums,
    pack: @escaping Pack, packPullback: @escaping PackPullback, unpack: @escaping Unpack,
    unpackPullback: @escaping UnpackPullback, walshHadamard: @escaping WalshHadamard
  ) {
    self.lanes = lanes
    self.downsample = downsample
    self.upsample = upsample
    self.correlate = correlate
    self.correlateDownsample = correlateDownsample
    self.correlateUpsample = correlateUpsample
    self.copyRows = copyRows
    self.addRows = addRows
    self.gatherScale = gatherScale
    self.gatherScalePullback = gatherScalePullback
    self.sparseProduct = sparseProduct
    self.sparsePullback = sparsePullback
    self.laneSums = laneSums
    self.pack = pack
    self.packPullback = packPullback
    self.unpack = unpack
    self.unpackPullback = unpackPullback
    self.walshHadamard = walshHadamard
  }
}
