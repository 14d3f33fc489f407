import CKernelSupport
import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Threads that wait for work close to it.
///
/// A layer runs for tens of microseconds, less than it takes to wake a sleeping thread. So a worker
/// that has run out of work looks for more for about 100 µs before it sleeps: long enough for the
/// next layer of a model, short enough not to take time from others.
final class WorkerPool: Sendable {
  private let team: Team

  /// A pool of `workers` threads besides the caller's.
  init(workers: Int) {
    team = Team(workers: workers)
    for index in 0..<workers { team.start(index) }
  }

  deinit { team.stop() }

  /// Runs `body` with each number in `0...workers` at the same time, 0 on the caller's thread.
  func run(_ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { team.run($0) }
  }
}

/// What the pool's threads share. They keep it alive, but not the pool, whose end stops them.
private final class Team: Sendable {
  private let workers: Int
  private let generation = Atomic(0)
  private let unfinished = Atomic(0)
  private let isStopping = Atomic(false)
  private let beds: [Bed]
  /// Written before a new generation is announced, read after: the announcement orders both.
  nonisolated(unsafe) private var job: (@Sendable (Int) -> Void)?

  /// Where a worker sleeps.
  private final class Bed: Sendable {
    let isAsleep = Atomic(false)
    let alarm = DispatchSemaphore(value: 0)
    /// Who sleeps here: written once, before the first announcement.
    nonisolated(unsafe) var thread: UInt = 0
  }

  /// About 100 µs of pauses.
  private static let patience = 2000

  init(workers: Int) {
    self.workers = workers
    beds = (0..<workers).map { _ in Bed() }
  }

  func start(_ index: Int) {
    let start = Unmanaged.passRetained(Start(team: self, index: index))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(&thread, nil, { runWorker($0) }, start.toOpaque())
    require(status == 0, "Thread \(index + 1) could not be created: error \(status)")
    #if canImport(Darwin)
      beds[index].thread = UInt(bitPattern: thread)
    #else
      beds[index].thread = UInt(thread)
    #endif
    wavepress_keep_from_this_processor(beds[index].thread)
  }

  /// Ends the threads and waits for them, so that no handle outlives its thread.
  func stop() {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    announce()
    for bed in beds {
      #if canImport(Darwin)
        pthread_join(pthread_t(bitPattern: bed.thread)!, nil)
      #else
        pthread_join(pthread_t(bed.thread), nil)
      #endif
    }
  }

  func run(_ job: @escaping @Sendable (Int) -> Void) {
    self.job = job
    unfinished.store(workers, ordering: .relaxed)
    announce()
    job(0)
    var spins = 0
    while unfinished.load(ordering: .acquiring) > 0 {
      wavepress_pause()
      spins += 1
      // With fewer free cores than threads, a worker may need this one.
      if spins > Self.patience { sched_yield() }
    }
    self.job = nil
  }

  private func announce() {
    generation.add(1, ordering: .sequentiallyConsistent)
    for bed in beds where bed.isAsleep.exchange(false, ordering: .sequentiallyConsistent) {
      wavepress_keep_from_this_processor(bed.thread)
      bed.alarm.signal()
    }
  }

  func work(_ index: Int) {
    var seen = 0
    while true {
      waitForNews(after: seen, beds[index])
      seen += 1
      if isStopping.load(ordering: .acquiring) { return }
      perform(index)
      unfinished.subtract(1, ordering: .releasing)
    }
  }

  /// Its own function, so that no reference to the job is left when it is reported as finished.
  @inline(never)
  private func perform(_ index: Int) { job?(index + 1) }

  private func waitForNews(after seen: Int, _ bed: Bed) {
    var spins = 0
    while generation.load(ordering: .acquiring) == seen {
      wavepress_pause()
      spins += 1
      if spins < Self.patience { continue }
      // Either this sees the new generation, or the announcement sees it asleep.
      bed.isAsleep.store(true, ordering: .sequentiallyConsistent)
      if generation.load(ordering: .sequentiallyConsistent) == seen { bed.alarm.wait() }
      bed.isAsleep.store(false, ordering: .sequentiallyConsistent)
    }
  }

  final class Start {
    let team: Team
    let index: Int

    init(team: Team, index: Int) {
      self.team = team
      self.index = index
    }
  }
}

#if canImport(Darwin)
  private func runWorker(_ start: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<Team.Start>.fromOpaque(start).takeRetainedValue()
    start.team.work(start.index)
    return nil
  }
#else
  private func runWorker(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<Team.Start>.fromOpaque(start!).takeRetainedValue()
    start.team.work(start.index)
    return nil
  }
#endif
