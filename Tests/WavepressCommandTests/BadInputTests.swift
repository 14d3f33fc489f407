import Foundation
import TemporaryFolder
import Testing

private let needsFullDevice: ConditionTrait = .enabled(
  if: FileManager.default.isWritableFile(atPath: "/dev/full"), "there is no /dev/full")

@Suite("Commands that cannot be done")
struct BadInputTests {
  let folder = TemporaryFolder()

  private let settings = [
    "train", "adding", "--hidden", "8", "--time-steps", "4", "--steps", "3", "--levels", "2",
    "--batch", "4", "--test-sequences", "10",
  ]

  /// Runs a command that fails and expects one line on standard error that holds a text, nothing on
  /// standard output, and a folder that stays as it is.
  private func expectFailure(
    _ arguments: [String], status: Int32 = 1, _ message: String,
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = contents
    let result = try Command.run(arguments, in: folder.path, environment: environment)
    #expect(result.status == status && !result.wasKilled, sourceLocation: sourceLocation)
    #expect(result.errors.hasSuffix("\n"), sourceLocation: sourceLocation)
    #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(
      result.errors.hasPrefix("wavepress: ") && result.errors.contains(message),
      "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.output == "", sourceLocation: sourceLocation)
    #expect(contents == before, sourceLocation: sourceLocation)
  }

  private var contents: [String: Data?] {
    Dictionary(
      uniqueKeysWithValues: folder.names.map {
        ($0, FileManager.default.contents(atPath: folder.file($0)))
      })
  }

  /// A finished run's checkpoint.
  private func makeCheckpoint(_ name: String) throws {
    let result = try Command.run(settings + ["--checkpoint", name], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(result.summary?["weights"]?.integer() != nil)
  }

  /// A result that nobody can read is no success.
  @Test(needsFullDevice)
  func outputThatCannotBeWritten() throws {
    for arguments in [settings, ["wavelets"], ["reproduce", "table2a", "--list"]] {
      let result = try Command(arguments, in: folder.path, standardOutput: "/dev/full").wait()
      #expect(result.status == 1 && !result.wasKilled)
      #expect(
        result.errorLines.last
          == "wavepress: standard output: expected a place to write the result, found an error")
    }
  }

  /// A complaint that nobody can read changes nothing.
  @Test(needsFullDevice)
  func complaintThatCannotBeWritten() throws {
    let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
    let result = try Command(
      settings + ["--hidden", "0"], in: folder.path, standardError: full
    ).wait()
    #expect(result.status == 1 && !result.wasKilled)
  }

  @Test func figuresHaveNoRows() throws {
    try expectFailure(
      ["reproduce", "figure2", "--list"],
      "--list: expected a table, which has rows, found figure2")
    try expectFailure(
      ["reproduce", "figure2", "--rows", "1"],
      "--rows: expected a table, which has rows, found figure2")
  }

  @Test func settingsThatMakeNoSense() throws {
    let log = ["--log", folder.write("old\n", to: "log")]
    try expectFailure(
      settings + log + ["--hidden", "0"], "--hidden: expected 1...65536, found 0")
    try expectFailure(
      settings + log + ["--levels", "40"], "--levels: expected 1...30, found 40")
    try expectFailure(
      settings + log + ["--threads", "0"], "--threads: expected 1...1024, found 0")
    try expectFailure(
      settings + log + ["--resume"], "--resume: expected a --checkpoint, found none")
    try expectFailure(
      settings + log + ["--checkpoint-interval", "0"],
      "--checkpoint-interval: expected at least 1, found 0")
    try expectFailure(
      settings + ["--log", "log", "--checkpoint", "log"],
      "--log: expected another file than --checkpoint, found log")
    try expectFailure(
      settings + ["--log", "log", "--checkpoint", "./log"],
      "--log: expected another file than --checkpoint, found log")
    try expectFailure(
      settings + log + ["--map", "dense", "--hidden", "30000", "--batch", "1"],
      "--hidden: expected less than 2^31 weights, found up to 270")
    try expectFailure(
      ["train", "penn-treebank", "--model", "tcn", "--map", "dense", "--compress", "none"]
        + ["--hidden", "65536", "--taps", "1024", "--batch", "1", "--segment", "2"]
        + ["--warm-up", "0"],
      "--hidden: expected less than 2^31 weights, found up to ")
    // The matrix that is taken apart or written out.
    for map in ["low-rank", "tensor-train"] {
      try expectFailure(
        settings + log + ["--map", map, "--compress", "all", "--hidden", "27000", "--rank", "12"]
          + ["--batch", "1"], "--hidden: expected less than 2^31 weights, found up to 2188")
    }
    for model in [["gru"], ["tcn", "--map", "dense"]] {
      try expectFailure(
        ["train", "penn-treebank", "--model"] + model
          + ["--hidden", "1", "--levels", "1", "--embedding", "20000", "--blocks", "1"]
          + ["--taps", "1", "--segment", "12000"],
        "--embedding: expected less than 64 GiB of what a segment's characters become, found ")
    }
    try expectFailure(
      settings + log + ["--filters", "lattice", "--wavelet", "bior2.2"],
      "--filters: expected a way to learn bior2.2, found lattice, which has none: "
        + "a bank that is not orthogonal")
    try expectFailure(
      settings + log + ["--filters", "lifting", "--wavelet", "db38"],
      "--filters: expected a way to learn db38, found lifting, which has none: "
        + "filters of 76 taps that do not reconstruct, or too long")
    try expectFailure(
      settings + log + ["--filters", "lifting", "--map", "dense"],
      "--filters: expected free for dense maps, which have no filters, found lifting")
    try expectFailure(
      settings + log, "WAVEPRESS_ISA: 'nonsense' is no instruction set",
      environment: ["WAVEPRESS_ISA": "nonsense"])
  }

  /// What the arguments' parser refuses has its exit code.
  @Test func argumentsThatMakeNoSense() throws {
    try expectFailure(settings + ["--wavelet", "db99"], status: 64, "db99")
    try expectFailure(settings + ["--filters", "magic"], status: 64, "magic")
    try expectFailure(settings + ["--map", "magic"], status: 64, "magic")
    try expectFailure(settings + ["--compress", "gate"], status: 64, "gate")
    try expectFailure(settings + ["--steps", "many"], status: 64, "many")
    try expectFailure(settings + ["--magic"], status: 64, "--magic")
    try expectFailure(["train"], status: 64, "<task>")
    try expectFailure(["magic"], status: 64, "magic")
  }

  @Test func checkpointsThatCannotBeUsed() throws {
    try makeCheckpoint("good")
    let good = FileManager.default.contents(atPath: folder.file("good"))!
    try good.dropLast(9).write(to: URL(fileURLWithPath: folder.file("truncated")))
    folder.write("{\"step\":1}\n", to: "foreign")
    folder.write("", to: "empty")
    folder.write("old\n", to: "log")
    let log = ["--log", "log"]
    for name in ["truncated", "foreign", "empty", "missing"] {
      try expectFailure(
        settings + log + ["--checkpoint", name, "--resume"], "\(name): expected ")
      try expectFailure(["evaluate", name], "\(name): expected ")
    }
    try expectFailure(
      settings + log + ["--checkpoint", "good", "--resume", "--hidden", "16"],
      "good: expected a run with --hidden 16, found --hidden 8")
    try expectFailure(
      settings + log + ["--checkpoint", "good"],
      "good: expected no file, or --resume to go on from it, found a file")
    let resumed = try Command.run(
      settings + ["--checkpoint", "good", "--resume"], in: folder.path)
    #expect(resumed.status == 0)
  }

  @Test func placesThatCannotBeWritten() throws {
    folder.write("old\n", to: "log")
    for path in ["none/c", "log/c"] {
      try expectFailure(
        settings + ["--log", "log", "--checkpoint", path],
        "\(path): expected a folder to write in, found ")
    }
    for path in ["none/log", "log/log", "."] {
      try expectFailure(
        settings + ["--log", path, "--checkpoint", "c"], "\(path): expected a log to write, found ")
    }
  }

  @Test func lossesThatAreNotFinite() throws {
    let result = try Command.run(
      settings + ["--rate", "1e30", "--steps", "50", "--checkpoint", "c"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.output == "")
    let last = try #require(result.errorLines.last)
    #expect(last.hasPrefix("wavepress: training stopped at step "))
  }
}
