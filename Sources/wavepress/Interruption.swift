import Foundation
import Synchronization

/// Whether SIGINT, SIGTERM or SIGHUP has come. A second one, of whichever kind, ends the program at once.
/// SIGPIPE is ignored: what reads the progress may end before training does.
struct Interruption {
  private static let requested = Atomic(false)

  /// Listens from now on.
  init() {
    let handler: @convention(c) (Int32) -> Void = { _ in
      Interruption.requested.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
      signal(SIGTERM, SIG_DFL)
      signal(SIGHUP, SIG_DFL)
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
    signal(SIGPIPE, SIG_IGN)
    // What is started by nohup stays when its terminal goes.
    let before = signal(SIGHUP, handler)
    if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
      signal(SIGHUP, SIG_IGN)
    }
  }

  /// Whether a signal has come.
  var isRequested: Bool { Self.requested.load(ordering: .relaxed) }
}
