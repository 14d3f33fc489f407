import Foundation
import Synchronization

/// Whether SIGINT or SIGTERM has come. A second one ends the program at once.
struct Interruption {
  private static let requested = Atomic(false)

  /// Listens from now on.
  init() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.requested.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// Whether a signal has come.
  var isRequested: Bool { Self.requested.load(ordering: .relaxed) }
}
