import Foundation
import Synchronization

/// Whether SIGINT, SIGTERM or SIGHUP has come. A second one, of whichever kind, ends the program at once.
/// What is started by nohup stays when its terminal goes. SIGPIPE is ignored: what reads the progress may
/// end before training does.
enum Interruption {
  private static let requested = Atomic(false)
  private static let ignoresHangup = Atomic(false)

  /// Listens from the first call on.
  static func listen() {
    // Not for a second time, once a signal has come.
    guard !isRequested else { return }
    let handler: @convention(c) (Int32) -> Void = { _ in
      Interruption.requested.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
      signal(SIGTERM, SIG_DFL)
      if !Interruption.ignoresHangup.load(ordering: .relaxed) { signal(SIGHUP, SIG_DFL) }
    }
    signal(SIGPIPE, SIG_IGN)
    let before = signal(SIGHUP, SIG_IGN)
    if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
      ignoresHangup.store(true, ordering: .relaxed)
    } else {
      signal(SIGHUP, handler)
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
  }

  /// Whether a signal has come.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
