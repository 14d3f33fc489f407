import Foundation
import Networks

/// Prints one line at once.
func answer(_ object: JSON.Object) {
  FileHandle.standardOutput.write(Data((JSON.object(object).description + "\n").utf8))
}

/// The most memory that this process has had in use, 0 where the system does not say.
func peakKilobytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
