import Experiments
import Testing

@Suite("Lines of progress")
struct ProgressLineTests {
  private let line = ProgressLine(
    step: 1200, steps: 60_000, rate: 12.345, loss: 0.16723, waveletLoss: 1.2e-5)

  @Test func text() {
    #expect(
      line.text()
        == "step 1200/60000  12.3 steps/s  loss 0.1672  wavelet loss 1.2e-05  1:19:24 left")
  }

  @Test func unknowns() {
    let line = ProgressLine(step: 1, steps: 10, rate: nil, loss: .nan, waveletLoss: 0)
    #expect(line.text() == "step 1/10  loss nan")
    let stuck = ProgressLine(step: 1, steps: 10, rate: 0, loss: .infinity, waveletLoss: .nan)
    #expect(stuck.text() == "step 1/10  0 steps/s  loss inf  wavelet loss nan")
  }

  @Test(arguments: [
    (1.0, 0, "0:00"), (1.0, 9, "0:09"), (1.0, 61, "1:01"), (1.0, 3600, "1:00:00"),
    (1e-300, 5, "888888:53:20"), (2.0, 3, "0:02"), (1.0, -3, "0:00"),
  ])
  func timeLeft(rate: Double, stepsLeft: Int, time: String) {
    let line = ProgressLine(
      step: 100, steps: 100 + stepsLeft, rate: rate, loss: 1, waveletLoss: 0)
    #expect(line.text().hasSuffix("  \(time) left"))
  }

  @Test(arguments: [-1, 0, 1, 20, 79, 80, 1000]) func width(width: Int) {
    let whole = line.text()
    let cut = line.text(width: width)
    #expect(cut.utf8.count == min(whole.utf8.count, max(0, width)))
    #expect(whole.hasPrefix(cut))
    #expect(whole.utf8.allSatisfy { (0x20..<0x7f).contains($0) })
  }
}

@Suite("Reports of progress")
struct TrainingProgressTests {
  /// A clock that is set by hand and what was written.
  private final class Stage {
    var time = 100.0
    var written: [String] = []
  }

  private func progress(
    _ stage: Stage, _ style: TrainingProgress.Style, from step: Int = 0
  ) -> TrainingProgress {
    TrainingProgress(
      steps: 100, from: step, style: style, clock: { stage.time },
      write: { stage.written.append($0) })
  }

  @Test func linesNowAndThen() {
    let stage = Stage()
    var progress = progress(stage, .lines(interval: 30))
    for step in 1...70 {
      stage.time += 1
      progress.update(step: step, loss: 1)
    }
    progress.finish()
    #expect(
      stage.written == [
        "step 30/100  1 steps/s  loss 1  1:10 left\n",
        "step 60/100  1 steps/s  loss 1  0:40 left\n",
        "step 70/100  1 steps/s  loss 1  0:30 left\n",
      ])
  }

  @Test func lastLineIsWrittenOnce() {
    let stage = Stage()
    var progress = progress(stage, .lines(interval: 30))
    stage.time += 30
    progress.update(step: 100, loss: 1)
    progress.finish()
    progress.finish()
    #expect(stage.written.count == 1)
  }

  @Test func nothingToReport() {
    for style in [TrainingProgress.Style.lines(interval: 1), .terminal { 80 }] {
      let stage = Stage()
      var progress = progress(stage, style)
      progress.finish()
      #expect(stage.written == [])
    }
  }

  @Test func terminalIsRedrawnFiveTimesASecond() {
    let stage = Stage()
    var progress = progress(stage, .terminal { 80 })
    // Sixteenths of a second are exact.
    for step in 1...64 {
      stage.time += 1.0 / 16
      progress.update(step: step, loss: 1)
    }
    // At 1/16, 5/16, 9/16 ... of 4 seconds.
    #expect(stage.written.count == 16)
    #expect(stage.written.first == "\r\u{1b}[Kstep 1/100  16 steps/s  loss 1  0:07 left")
    progress.finish()
    #expect(stage.written.count == 18)
    #expect(stage.written[16] == "\r\u{1b}[Kstep 64/100  16 steps/s  loss 1  0:03 left")
    #expect(stage.written[17] == "\n")
  }

  /// The width is asked each time, and the last column stays free.
  @Test func terminalIsCutAtItsWidth() {
    let stage = Stage()
    var width = 11
    var progress = progress(stage, .terminal { width })
    stage.time += 1
    progress.update(step: 1, loss: 1)
    width = 1
    stage.time += 1
    progress.update(step: 2, loss: 1)
    #expect(stage.written == ["\r\u{1b}[Kstep 1/100", "\r\u{1b}[K"])
  }

  /// A resumed run's rate counts its own steps.
  @Test func resumed() {
    let stage = Stage()
    var progress = progress(stage, .lines(interval: 10), from: 50)
    stage.time += 10
    progress.update(step: 70, loss: 1, waveletLoss: 0.5)
    #expect(stage.written == ["step 70/100  2 steps/s  loss 1  wavelet loss 0.5  0:15 left\n"])
  }

  @Test func clockIsNotSetBack() {
    let before = TrainingProgress.seconds()
    let after = TrainingProgress.seconds()
    #expect(before > 0)
    #expect(after >= before)
  }
}
