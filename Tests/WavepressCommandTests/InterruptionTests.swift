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

  @Test(arguments: [SIGINT, SIGHUP]) func interrupted(_ signal: Int32) throws {
    let command = try Command(train("run"), in: folder.path)
    command.send(signal, once: folder.file("run"), isBeyond: 0)
    let result = command.wait()
    #expect(result.status == 130 && !result.wasKilled)
    let step = try checkpoint("run").step
    #expect(step > 0 && step < 600)
    #expect(
      result.errorLines.last == "wavepress: interrupted at step \(step); --resume goes on")
  }

  /// What is started by nohup goes on without its terminal.
  @Test func ignoredHangup() throws {
    let before = signal(SIGHUP, SIG_IGN)
    let command = try Command(train("run"), in: folder.path)
    signal(SIGHUP, before)
    command.send(SIGHUP, once: folder.file("run"), isBeyond: 0)
    let result = command.wait()
    #expect(result.status == 0, "\(result.errors)")
    #expect(try checkpoint("run").step == 600)
  }

  /// The same command goes on with a row that was interrupted.
  @Test func reproduction() throws {
    let arguments = ["reproduce", "table2a", "--quick", "--rows", "8", "--threads", "1"]
    let runs = ".build/runs/quick/"
    let command = try Command(arguments, in: folder.path)
    let log = runs + "table2a-all-paper.jsonl"
    // Its first line is that of step 100 of 300.
    command.send(SIGTERM) {
      FileManager.default.contents(atPath: folder.file(log))?.isEmpty == false
    }
    let interrupted = command.wait()
    #expect(interrupted.status == 130 && interrupted.output == "", "\(interrupted.errors)")
    #expect(
      interrupted.errorLines.last
        == "wavepress: interrupted in all (paper); the same command goes on")
    let path = folder.file(runs + "table2a-all-paper.safetensors")
    let step = try Checkpoint<Float>(contentsOf: path).step
    #expect(step >= 100 && step < 300)

    let resumed = try Command.run(arguments, in: folder.path)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = TemporaryFolder()
    #expect(try Command.run(arguments, in: whole.path).status == 0)
    #expect(folder.text(of: log) == whole.text(of: log))
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
