import CKernelSupport
public import KernelInterface

/// Buffers, kernels and threads for everything that runs on batches.
///
/// A workspace is made once and used for many calls: its buffers grow to what the largest call
/// needs, after which no call allocates on one thread. It serves one call at a time. Results are
/// bit for bit the same for any number of threads.
public final class Workspace<Scalar: KernelScalar> {
  /// The most threads that a call is spread over.
  public let threads: Int
  /// The instruction set of the kernels.
  public let instructionSet: InstructionSet

  private let engines: [RowEngine<Scalar>]
  private let partials = RowBuffer<Scalar>()
  let scratch = ScratchStack<Scalar>()
  private let pool: WorkerPool?
  /// A workspace of one thread for each worker, made when first asked for.
  private lazy var parts: [Workspace] = (0..<threads).map { _ in
    Workspace(threads: 1, instructionSet: instructionSet)
  }

  /// A workspace with empty buffers.
  ///
  /// - Parameters:
  ///   - threads: The most threads to use; all cores unless said. At least 1.
  ///   - instructionSet: The kernels to use; by default what the environment asks for, else the
  ///     best that the machine has.
  public init(threads: Int? = nil, instructionSet: InstructionSet = .current) {
    let threads = threads ?? max(1, Int(wavepress_processor_count()))
    require(threads >= 1, "A workspace needs at least 1 thread, not \(threads)")
    self.threads = threads
    self.instructionSet = instructionSet
    let table = Scalar.kernels(for: instructionSet)
    engines = (0..<threads).map { _ in RowEngine(table) }
    pool = threads > 1 ? WorkerPool(workers: threads - 1) : nil
  }

  /// Samples that one panel holds.
  public var panelWidth: Int { engines[0].table.panel.lanes }
}

/// How a batch is divided: whole panels, then what is left as one more panel, or one by one where
/// that is faster.
struct BatchPlan {
  let batch: Int
  let panelWidth: Int
  var hasPanels = true

  /// A panel costs about as much as this many single signals.
  private var signalsWorthAPanel: Int { max(1, panelWidth / 4) }
  private var wholePanels: Int { hasPanels ? batch / panelWidth : 0 }
  private var rest: Int { batch - wholePanels * panelWidth }
  private var restIsPanel: Bool { hasPanels && rest > signalsWorthAPanel }

  var groupCount: Int { wholePanels + (restIsPanel ? 1 : rest) }

  func group(_ index: Int) -> SampleGroup {
    if index < wholePanels || restIsPanel {
      let start = index * panelWidth
      return SampleGroup(samples: start..<min(start + panelWidth, batch), isPanel: true)
    }
    let sample = wholePanels * panelWidth + index - wholePanels
    return SampleGroup(samples: sample..<sample + 1, isPanel: false)
  }
}

extension Workspace {
  /// Runs `body` for each group of samples, spread over the threads.
  ///
  /// - Parameters:
  ///   - batch: Samples in the batch.
  ///   - output: Row-major `[batch, stride]`; each call gets the rows of its own samples.
  ///   - stride: Scalars of an output sample.
  ///   - panels: Whether samples may be grouped at all; else each is alone.
  ///   - body: Called with a worker's engine, the group and its part of the output.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forEachGroup(
    batch: Int, output: inout MutableSpan<Scalar>, stride: Int, panels: Bool = true,
    _ body: @Sendable (RowEngine<Scalar>, SampleGroup, inout MutableSpan<Scalar>) -> Void
  ) {
    require(
      output.count == batch * stride, "\(batch) × \(stride) outputs in \(output.count) scalars")
    let plan = BatchPlan(batch: batch, panelWidth: panelWidth, hasPanels: panels)
    output.withUnsafeMutableBufferPointer { output in
      nonisolated(unsafe) let output = output
      spread(plan.groupCount) { engine, index in
        let group = plan.group(index)
        engine.select(group)
        let range = group.elements(of: stride)
        var part = MutableSpan(
          _unsafeElements: UnsafeMutableBufferPointer(rebasing: output[range]))
        body(engine, group, &part)
      }
    }
  }

  /// Runs `body` for each group of samples and adds up gradients that all samples share.
  ///
  /// Groups are divided into chunks whose number does not depend on the threads; each chunk sums
  /// into memory of its own, unless it is the only one, and the sums are added in order. So the
  /// result does not depend on the threads either.
  ///
  /// - Parameters:
  ///   - batch: Samples in the batch.
  ///   - output: Row-major `[batch, stride]`; each call gets the rows of its own samples.
  ///   - stride: Scalars of an output sample.
  ///   - shared: Receives the sum over all groups, added to what is there.
  ///   - body: Called with a worker's engine, the group, its part of the output, and its chunk's
  ///     part of the shared gradient to add to.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func forEachGroup(
    batch: Int, output: inout MutableSpan<Scalar>, stride: Int,
    shared: inout MutableSpan<Scalar>,
    _ body:
      @Sendable (
        RowEngine<Scalar>, SampleGroup, inout MutableSpan<Scalar>, inout MutableSpan<Scalar>
      ) -> Void
  ) {
    require(
      output.count == batch * stride, "\(batch) × \(stride) outputs in \(output.count) scalars")
    let plan = BatchPlan(batch: batch, panelWidth: panelWidth)
    let groups = plan.groupCount
    let chunks = min(groups, mostChunks)
    let count = shared.count
    output.withUnsafeMutableBufferPointer { output in
      shared.withUnsafeMutableBufferPointer { shared in
        // Nothing is added to no gradient, which may have no address.
        guard let start = shared.baseAddress ?? output.baseAddress else { return }
        // A chunk that is alone adds to the result itself. On one thread the sums of all chunks follow
        // each other in the same memory, which so stays in the cache.
        let sumCount = chunks == 1 ? 0 : threads == 1 ? 1 : chunks
        let addSums = engines[0].table.signal.laneSums
        nonisolated(unsafe) let total = start
        nonisolated(unsafe) let sums = sumCount > 0 ? partials.scalars(sumCount * count) : total
        nonisolated(unsafe) let output = output
        spread(chunks) { engine, chunk in
          let own = sums + (sumCount > 1 ? chunk * count : 0)
          if sumCount > 0 {
            // As bytes: a generic loop over scalars would be slow here, and zero is zero bits.
            UnsafeMutableRawPointer(own).initializeMemory(
              as: UInt8.self, repeating: 0, count: count * MemoryLayout<Scalar>.stride)
          }
          var sum = MutableSpan(
            _unsafeElements: UnsafeMutableBufferPointer(start: own, count: count))
          for index in chunk * groups / chunks..<(chunk + 1) * groups / chunks {
            let group = plan.group(index)
            engine.select(group)
            let range = group.elements(of: stride)
            var part = MutableSpan(
              _unsafeElements: UnsafeMutableBufferPointer(rebasing: output[range]))
            body(engine, group, &part, &sum)
          }
          if sumCount == 1 { addSums(own, total, count) }
        }
        if sumCount > 1 {
          for chunk in 0..<chunks { addSums(sums + chunk * count, total, count) }
        }
      }
    }
  }

  /// Runs `body` for each index, spread over the threads, each call with a workspace of one thread.
  ///
  /// For work that is independent for longer than one call of a map, such as the whole sequences of
  /// some samples: the threads then meet once.
  public func forEachPart(_ count: Int, _ body: @Sendable (Workspace<Scalar>, Int) -> Void) {
    guard let pool, count > 1 else {
      for index in 0..<count { body(parts[0], index) }
      return
    }
    nonisolated(unsafe) let parts = parts
    let workers = threads
    pool.run { worker in
      for index in worker * count / workers..<(worker + 1) * count / workers {
        body(parts[worker], index)
      }
    }
  }

  /// Chunks that shared gradients are summed in: enough for many cores, few enough to add up.
  private var mostChunks: Int { 16 }

  /// Runs `body` for each index, a contiguous range of them on each thread.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func spread(_ count: Int, _ body: @Sendable (RowEngine<Scalar>, Int) -> Void) {
    guard let pool, count > 1 else {
      for index in 0..<count { body(engines[0], index) }
      return
    }
    nonisolated(unsafe) let engines = engines
    let workers = threads
    pool.run { worker in
      for index in worker * count / workers..<(worker + 1) * count / workers {
        body(engines[worker], index)
      }
    }
  }
}
