/// A batch in **feature-major panels**: a panel holds as many samples as the vector unit has lanes,
/// and keeps the same feature of all of them side by side.
///
/// Element `(panel, feature, lane)` is at `(panel·features + feature)·width + lane`; sample `s` is
/// lane `s mod width` of panel `s / width`. Lanes beyond the batch are zero.
public final class Panels<Scalar: KernelScalar> {
  /// Samples.
  public let batch: Int
  /// Features of a sample.
  public let features: Int
  /// Samples side by side in a panel.
  public let width: Int
  /// How many panels hold the batch.
  public var count: Int { (batch + width - 1) / width }

  private let storage = RowBuffer<Scalar>()

  /// Panels of zeros, as wide as a workspace's kernels.
  public init(batch: Int, features: Int, workspace: Workspace<Scalar>) {
    require(batch >= 0 && features >= 0, "Panels for a batch of \(batch) × \(features)")
    self.batch = batch
    self.features = features
    width = workspace.panelWidth
    _ = storage.scalars(count * features * width)
  }

  func rows(_ panel: Int) -> UnsafeMutablePointer<Scalar> {
    storage.scalars(count * features * width) + panel * features * width
  }

  func group(_ panel: Int) -> SampleGroup {
    SampleGroup(samples: panel * width..<min((panel + 1) * width, batch), isPanel: true)
  }
}

extension Panels {
  /// Panels of the samples of a row-major batch `[batch, features]`.
  public convenience init(
    _ samples: Span<Scalar>, features: Int, workspace: Workspace<Scalar>
  ) {
    require(
      features > 0 && samples.count.isMultiple(of: features),
      "\(samples.count) scalars are no batch of \(features) features")
    self.init(batch: samples.count / features, features: features, workspace: workspace)
    let pack = Scalar.kernels(for: workspace.instructionSet).panel.pack
    samples.withUnsafeBufferPointer { samples in
      for panel in 0..<count {
        let range = group(panel).samples
        pack(
          samples.baseAddress! + range.lowerBound * features, features, range.count, nil,
          rows(panel), features)
      }
    }
  }

  /// The samples, row-major `[batch, features]`.
  public func samples() -> [Scalar] {
    (0..<batch).flatMap { sample in
      (0..<features).map { rows(sample / width)[$0 * width + sample % width] }
    }
  }
}
