// The C library's streams are variables, which nobody changes.
@preconcurrency import Foundation
import Networks

/// Throws where what was printed could not be written: `print` itself ignores it.
func requireOutput() throws(FileError) {
  guard fflush(stdout) == 0, ferror(stdout) == 0 else {
    throw FileError(
      "standard output", expected: "a place to write the result", found: "an error")
  }
}
