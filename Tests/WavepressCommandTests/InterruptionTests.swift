import Foundation
import Networks
import TemporaryFolder
import Testing

@Suite("Commands that are ended")
struct InterruptionTests {
  let folder = TemporaryFolder()

  /// Long enough to be ended in its midst, three times.
  private func train(_ name: String, _ more: String...) -> [String] {
    [
      "train", "adding", "--hidden", "16", "--time-steps", "10", "--steps", "600",
      "--checkpoint-interval", "50", "--levels", "2", "--dropout", "0.2", "--batch", "6",
      "--test-sequences", "100", "--threads", "1", "--checkpoint", name, "--log", "\(name).jsonl",
    ] + more
  }

  /// Without the time that the run has taken.
  private func checkpoint(_ name: String) throws -> Checkpoint<Float> {
    var checkpoint = try Checkpoint<Float>(contentsOf: folder.file(name))
    let seconds = checkpoint.configuration.removeValue(forKey: "seconds")
    #expect(seconds != nil)
    return checkpoint
  }

  /// Without the time that the run has taken.
  private func summary(_ result: Command.Result) throws -> JSON {
    let fields = try #require(result.summary).fields
    #expect(
      fields.map(\.key) == [
        "task", "map", "compress", "weights", "loss", "accuracy", "wavelet_loss", "steps",
        "seconds",
      ])
    return .object(JSON.Object(fields.filter { $0.key != "seconds" }))
  }

  /// What reads the progress has ended: the run is kept all the same.
  @Test func terminatedWithoutReader() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let command = try Command(
      train("run"), in: folder.path, standardError: pipe.fileHandleForWriting)
    command.send(SIGTERM, once: folder.file("run"), isBeyond: 0)
    let result = command.wait()
    #expect(result.status == 130 && !result.wasKilled)
    #expect(try checkpoint("run").step > 0)
  }

  @Test func killedAndTerminated() throws {
    let whole = try Command.run(train("whole"), in: folder.path)
    #expect(whole.status == 0 && !whole.wasKilled, "\(whole.errors)")

    let first = try Command(train("parts"), in: folder.path)
    first.send(SIGKILL, once: folder.file("parts"), isBeyond: 0)
    let killed = first.wait()
    #expect(killed.wasKilled && killed.status == SIGKILL)
    let killedAt = try checkpoint("parts").step
    #expect(killedAt > 0 && killedAt < 600 && killedAt.isMultiple(of: 50))

    let second = try Command(train("parts", "--resume"), in: folder.path)
    second.send(SIGTERM, once: folder.file("parts"), isBeyond: killedAt)
    let terminated = second.wait()
    #expect(terminated.status == 130 && !terminated.wasKilled)
    #expect(terminated.output == "")
    let terminatedAt = try checkpoint("parts").step
    #expect(terminatedAt > killedAt && terminatedAt < 600)
    #expect(
      terminated.errorLines.last
        == "wavepress: interrupted at step \(terminatedAt); --resume goes on")

    let last = try Command.run(train("parts", "--resume"), in: folder.path)
    #expect(last.status == 0, "\(last.errors)")
    let ends = (try checkpoint("parts"), try checkpoint("whole"))
    #expect(ends.0.step == 600)
    #expect(ends.0 == ends.1)
    #expect(folder.text(of: "parts.jsonl") == folder.text(of: "whole.jsonl"))
    #expect(folder.text(of: "whole.jsonl").split(separator: "\n").count == 6)
    #expect(try summary(last) == summary(whole))
    #expect(folder.names.filter { $0.hasPrefix("parts") } == ["parts", "parts.jsonl"])

    let evaluated = try Command.run(["evaluate", "whole"], in: folder.path)
    #expect(evaluated.status == 0 && evaluated.errors == "")
    #expect(evaluated.output == whole.output)
  }
}
