import Foundation
import StructuredLinear

/// What `Golden/generate_images.py` wrote.
struct GoldenImages: Decodable {
  static let values: GoldenImages = {
    let url = Bundle.module.url(forResource: "torch_images", withExtension: "json")!
    do {
      return try JSONDecoder().decode(GoldenImages.self, from: Data(contentsOf: url))
    } catch { fatalError("\(url.path): \(error)") }
  }()

  let plain, rectified: Network

  /// A small convolutional network.
  struct Network: Decodable {
    let batch: Int
    let labels: [Int]
    let weights, gradients: [String: [Double]]
    /// `[batch, channels, rows, columns]`.
    let images, pooled1, pooled2, outputs: [Double]
    let loss: Double
  }
}

/// From PyTorch's order to channels that lie side by side: `[n, channels, rows·columns]` to
/// `[n, rows·columns, channels]`.
func channelsLast(_ x: [Double], channels: Int, pixels: Int) -> [Double] {
  let count = channels * pixels
  return x.indices.map { i in
    let (sample, pixel, channel) = (i / count, i % count / channels, i % channels)
    return x[sample * count + channel * pixels + pixel]
  }
}
