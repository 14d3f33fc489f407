import Foundation
import Networks
import TemporaryFolder
import Testing

@Suite("Logs of runs")
struct RunLogTests {
  let folder = TemporaryFolder()

  private func log(_ steps: ClosedRange<Int>, to log: RunLog) throws {
    for step in steps {
      try log.append(["step": JSON(step), "loss": JSON(1 / Double(step)), "note": "ä"])
      if step.isMultiple(of: 2) { try log.append(["step": JSON(step), "accuracy": .null]) }
    }
  }

  @Test func lines() throws {
    let log = try RunLog(creating: folder.file("log"))
    try log.append(["step": 1, "loss": 0.5, "wavelet_loss": .number(.nan), "a": "x\ny"])
    let first = #"{"step":1,"loss":0.5,"wavelet_loss":null,"a":"x\ny"}"# + "\n"
    #expect(folder.text(of: "log") == first, "flushed at once")
    try log.append(["b": 1, "step": 2])
    try log.synchronize()
    #expect(folder.text(of: "log") == first + "{\"b\":1,\"step\":2}\n")
  }

  @Test func creatingBeginsAnew() throws {
    folder.write("old", to: "log")
    try RunLog(creating: folder.file("log")).append(["step": 0])
    #expect(folder.text(of: "log") == "{\"step\":0}\n")
  }

  /// The run is interrupted some time after its checkpoint, with its last line whole, torn at any
  /// place or filled with zeros.
  @Test func resumedEqualsUninterrupted() throws {
    try log(1...9, to: RunLog(creating: folder.file("whole")))
    try log(1...7, to: RunLog(creating: folder.file("first")))
    let whole = folder.text(of: "whole")
    let first = folder.text(of: "first")
    let last = #"{"step":8,"loss":0.125}"#
    for tail in (0...last.count).map({ String(last.prefix($0)) }) + [last + "\n", "\0\0\0"] {
      folder.write(first + tail, to: "log")
      try log(6...9, to: RunLog(resuming: folder.file("log"), after: 5))
      #expect(folder.text(of: "log") == whole, "after \(tail)")
    }
  }

  /// A line that lacks only its end is no torn one: its step would not be logged again.
  @Test func wholeLineWithoutEnd() throws {
    folder.write("{\"step\":1}\n{\"step\":2}", to: "log")
    try RunLog(resuming: folder.file("log"), after: 2).append(["step": 3])
    #expect(folder.text(of: "log") == "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n")
  }

  @Test func resumingFromNothing() throws {
    try RunLog(resuming: folder.file("log"), after: 3).append(["step": 4])
    #expect(folder.text(of: "log") == "{\"step\":4}\n")
    _ = try RunLog(resuming: folder.file("log"), after: 0)
    #expect(folder.text(of: "log") == "")
  }

  @Test func noLog() {
    let path = folder.file("none/log")
    let created = #expect(throws: FileError.self) { try RunLog(creating: path) }
    #expect(
      created?.description
        == "\(path): expected a log to write, found \"No such file or directory\"")
    let resumed = #expect(throws: FileError.self) { try RunLog(resuming: path, after: 1) }
    #expect(resumed == created)
  }

  @Test(arguments: ["{\"loss\":1}", "{\"step\":1.5}", "", "[]", "{"])
  func brokenLine(line: String) {
    let path = folder.write("{\"step\":1}\n\(line)\n{\"step\":2}\n", to: "log")
    let before = folder.text(of: "log")
    let error = #expect(throws: FileError.self) { try RunLog(resuming: path, after: 5) }
    #expect(
      error?.description
        == "\(path): expected a JSON object with a \"step\" in line 2, found \"\(line)\"")
    #expect(folder.text(of: "log") == before)
  }

  @Test func fullDisk() throws {
    let log = try RunLog(creating: "/dev/full")
    let error = #expect(throws: FileError.self) { try log.append(["step": 1]) }
    #expect(
      error?.description
        == "/dev/full: expected a log to write, found \"No space left on device\"")
  }

  @Test func lineWithoutStepTraps() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try RunLog(creating: "/dev/null").append(["loss": 1])
    }
    expectStandardError(result, holds: "A line of a log without a step: {\"loss\":1}")
  }
}
