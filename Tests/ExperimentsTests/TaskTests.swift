import Experiments
import Foundation
import StructuredLinear
import Testing

extension SyntheticTask {
  /// Sequences of a seed.
  func batch(_ count: Int, seed: UInt64) -> SequenceBatch {
    var generator = SplitMix64(seed: seed)
    return batch(count, using: &generator)
  }

  /// The loss and its gradient.
  func lossAndGradient(_ outputs: [Float], of batch: SequenceBatch) -> (Double, [Float]) {
    var gradient = [Float](repeating: .nan, count: outputs.count)
    var span = gradient.mutableSpan
    let loss = loss(outputs.span, of: batch, gradient: &span)
    return (loss, gradient)
  }

  /// Equal seeds give equal sequences, others others; and a batch is not one sequence many times.
  func checkSeeds() {
    let first = batch(4, seed: 1)
    #expect(first == batch(4, seed: 1))
    #expect(first != batch(4, seed: 2))
    var generator = SplitMix64(seed: 1)
    #expect(batch(4, using: &generator) == first)
    #expect(batch(4, using: &generator) != first)
  }
}

@Suite("The adding problem")
struct AddingTaskTests {
  @Test(arguments: [2, 3, 10, 151]) func layout(steps: Int) {
    let task = AddingTask(steps: steps)
    let count = 40
    let batch = task.batch(count, seed: 3)
    #expect(batch.count == count)
    #expect(batch.inputs.count == steps * count * 2)
    #expect(batch.targets.count == count)
    #expect(batch.labels == [])
    #expect(task.inputCount == 2)
    #expect(task.outputCount == 1)
    #expect(task.answersPerSequence == 1)
    #expect(task.reading == .last)
    var marked = [Int](repeating: 0, count: steps)
    for sample in 0..<count {
      func input(_ step: Int, _ feature: Int) -> Float {
        batch.inputs[(step * count + sample) * 2 + feature]
      }
      let marks = (0..<steps).filter { input($0, 1) != 0 }
      #expect(marks.count == 2)
      #expect(marks.allSatisfy { input($0, 1) == 1 })
      #expect(marks[0] < steps / 2 && marks[1] >= steps / 2)
      #expect(batch.targets[sample] == input(marks[0], 0) + input(marks[1], 0))
      #expect((0..<steps).allSatisfy { (0...1).contains(input($0, 0)) })
      for mark in marks { marked[mark] += 1 }
    }
    // Marks are anywhere in their halves.
    if steps <= 10 { #expect(marked.allSatisfy { $0 > 0 }) }
  }

  @Test func seeds() { AddingTask(steps: 7).checkSeeds() }

  @Test func valuesAreUniform() {
    let values = AddingTask(steps: 100).batch(100, seed: 5).inputs
    let numbers = stride(from: 0, to: values.count, by: 2).map { Double(values[$0]) }
    // Ten standard deviations.
    var (sum, squares) = (0.0, 0.0)
    for number in numbers {
      sum += number
      squares += number * number
    }
    let mean = sum / 10_000
    let meanSquare = squares / 10_000
    #expect(abs(mean - 0.5) < 0.03)
    #expect(abs(meanSquare - 1.0 / 3) < 0.03)
  }

  @Test func guessingLoss() {
    let task = AddingTask(steps: 4)
    let batch = task.batch(20_000, seed: 1)
    let (loss, gradient) = task.lossAndGradient([Float](repeating: 1, count: 20_000), of: batch)
    #expect(abs(loss - 1.0 / 6) < 0.01)
    let expected = batch.targets.map { (1 - $0) / 10_000 }
    #expect(zip(gradient, expected).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  @Test func rightAnswers() {
    let task = AddingTask(steps: 4)
    let batch = task.batch(5, seed: 1)
    let errors: [Float] = [0, 0.049, -0.049, 0.051, -0.3]
    let outputs = zip(batch.targets, errors).map { $0 + $1 }
    #expect(task.rightAnswers(outputs.span, of: batch) == 3)
    #expect(task.rightAnswers([Float](repeating: .nan, count: 5).span, of: batch) == 0)
  }
}

@Suite("The copy-memory problem")
struct CopyMemoryTaskTests {
  @Test(arguments: [2, 150]) func layout(blanks: Int) {
    let task = CopyMemoryTask(blanks: blanks)
    let (count, steps) = (30, blanks + 20)
    let batch = task.batch(count, seed: 3)
    #expect(task.steps == steps)
    #expect(task.inputCount == 10)
    #expect(task.outputCount == 10)
    #expect(task.answersPerSequence == 10)
    #expect(task.reading == .every)
    #expect(batch.inputs.count == steps * count * 10)
    #expect(batch.labels.count == steps * count)
    #expect(batch.targets == [])
    var seen: Set<Int> = []
    for sample in 0..<count {
      let symbols = (0..<steps).map { step -> Int in
        let start = (step * count + sample) * 10
        let hot = (0..<10).filter { batch.inputs[start + $0] != 0 }
        #expect(hot.count == 1 && batch.inputs[start + hot[0]] == 1)
        return hot[0]
      }
      let labels = (0..<steps).map { batch.labels[$0 * count + sample] }
      #expect(symbols.prefix(10).allSatisfy { (1...8).contains($0) })
      #expect(symbols[10..<steps - 11].allSatisfy { $0 == 0 })
      #expect(symbols[steps - 11] == 9)
      #expect(symbols.suffix(10).allSatisfy { $0 == 0 })
      #expect(labels.prefix(steps - 10).allSatisfy { $0 == 0 })
      #expect(labels.suffix(10) == symbols.prefix(10))
      seen.formUnion(symbols.prefix(10))
    }
    #expect(seen == Set(1...8))
  }

  /// 150 blanks make 170 steps with the marker at step 159.
  @Test func paperLength() {
    let batch = CopyMemoryTask(blanks: 150).batch(1, seed: 1)
    #expect(batch.labels.count == 170)
    #expect((0..<170).filter { batch.inputs[$0 * 10 + 9] == 1 } == [159])
  }

  @Test func seeds() { CopyMemoryTask(blanks: 5).checkSeeds() }

  /// Sure of the blank up to the marker and after it of nothing but that it is a symbol.
  @Test func guessingLoss() {
    let task = CopyMemoryTask(blanks: 150)
    let batch = task.batch(7, seed: 1)
    var outputs: [Float] = []
    for step in 0..<170 {
      for _ in 0..<7 {
        outputs += (0..<10).map { step < 160 ? ($0 == 0 ? 40 : 0) : (1...8).contains($0) ? 0 : -40 }
      }
    }
    let (loss, gradient) = task.lossAndGradient(outputs, of: batch)
    #expect(abs(loss - 10 * log(8.0) / 170) < 1e-9)
    #expect(gradient.count == outputs.count && gradient.allSatisfy(\.isFinite))
    let uniform = task.lossAndGradient([Float](repeating: 0, count: outputs.count), of: batch)
    #expect(abs(uniform.0 - log(10.0)) < 1e-6)
  }

  /// Only the last ten steps count.
  @Test func rightAnswers() {
    let task = CopyMemoryTask(blanks: 3)
    let batch = task.batch(4, seed: 1)
    func outputs(_ answer: (_ step: Int, _ label: Int) -> Int) -> [Float] {
      batch.labels.indices.flatMap { index -> [Float] in
        let answer = answer(index / 4, batch.labels[index])
        return (0..<10).map { $0 == answer ? 1 : 0 }
      }
    }
    #expect(task.rightAnswers(outputs { $1 }.span, of: batch) == 40)
    #expect(task.rightAnswers(outputs { $0 < 13 ? 9 : $1 }.span, of: batch) == 40)
    #expect(task.rightAnswers(outputs { $0 < 14 ? 9 : $1 }.span, of: batch) == 36)
    #expect(task.rightAnswers(outputs { _, _ in 0 }.span, of: batch) == 0)
  }
}
