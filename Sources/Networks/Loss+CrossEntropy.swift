import RealModule
public import StructuredLinear

extension Loss {
  /// The mean over samples of `−log softmax(logits)[label]`.
  ///
  /// The logarithm of the sum of exponentials is taken relative to the largest logit, so that nothing
  /// overflows. Traps for counts that do not fit, no samples, and a label outside `0..<classes`.
  ///
  /// - Parameters:
  ///   - logits: Row-major `[samples, classes]`.
  ///   - labels: The right class of each sample.
  ///   - classes: How many classes there are.
  ///   - gradient: Receives the gradient with respect to the logits, in place of what is there.
  /// - Returns: The loss, summed in Double.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @discardableResult
  public static func crossEntropy<Scalar: LayerScalar>(
    _ logits: Span<Scalar>, labels: Span<Int>, classes: Int, gradient: inout MutableSpan<Scalar>
  ) -> Double {
    guard gradient.count == logits.count else {
      fatalError("A gradient of \(gradient.count) for \(logits.count) logits")
    }
    requireLabels(labels, classes: classes, logits: logits.count)
    var loss = 0.0
    for sample in 0..<labels.count {
      let row = sample * classes..<(sample + 1) * classes
      let largest = Double(largest(logits, row))
      var sum = 0.0
      for i in row {
        let exponential = Double.exp(Double(logits[i]) - largest)
        gradient[i] = Scalar(exponential)
        sum += exponential
      }
      let right = row.lowerBound + labels[sample]
      loss += Double.log(sum) + largest - Double(logits[right])
      let factor = Scalar(1 / (sum * Double(labels.count)))
      for i in row { gradient[i] *= factor }
      gradient[right] -= Scalar(1 / Double(labels.count))
    }
    return loss / Double(labels.count)
  }

  /// The mean over samples of `−log softmax(logits)[label]`, without a gradient.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func crossEntropy<Scalar: LayerScalar>(
    _ logits: Span<Scalar>, labels: Span<Int>, classes: Int
  ) -> Double {
    requireLabels(labels, classes: classes, logits: logits.count)
    var loss = 0.0
    for sample in 0..<labels.count {
      let row = sample * classes..<(sample + 1) * classes
      let largest = Double(largest(logits, row))
      var sum = 0.0
      for i in row { sum += Double.exp(Double(logits[i]) - largest) }
      loss += Double.log(sum) + largest - Double(logits[row.lowerBound + labels[sample]])
    }
    return loss / Double(labels.count)
  }

  /// How many samples have their largest logit at their label; the first of equal ones counts.
  ///
  /// Traps as ``crossEntropy(_:labels:classes:)`` does.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func correctCount<Scalar: LayerScalar>(
    _ logits: Span<Scalar>, labels: Span<Int>, classes: Int
  ) -> Int {
    requireLabels(labels, classes: classes, logits: logits.count)
    var correct = 0
    for sample in 0..<labels.count {
      let first = sample * classes
      var best = 0
      for i in 0..<classes where logits[first + i] > logits[first + best] { best = i }
      if best == labels[sample] { correct += 1 }
    }
    return correct
  }

  @inline(__always)
  private static func largest<Scalar: LayerScalar>(
    _ logits: Span<Scalar>, _ row: Range<Int>
  ) -> Scalar {
    var largest = -Scalar.infinity
    for i in row { largest = max(largest, logits[i]) }
    return largest
  }

  private static func requireLabels(_ labels: Span<Int>, classes: Int, logits: Int) {
    guard classes >= 1, !labels.isEmpty, logits == labels.count * classes else {
      fatalError("\(logits) logits for \(labels.count) labels of \(classes) classes")
    }
    for sample in 0..<labels.count where !(0..<classes).contains(labels[sample]) {
      fatalError("Label \(labels[sample]) of sample \(sample) is outside 0..<\(classes)")
    }
  }
}
