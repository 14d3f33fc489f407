public import Networks

extension RunRecord {
  /// The keys of a record, in their order.
  enum Key: String, CaseIterable {
    case table, row, `protocol`, task, map, compress, weights, loss, accuracy
    case waveletLoss = "wavelet_loss"
    case steps, batch, seconds, seed, command, isa, threads
    case blasCore = "blas_core"
    case machine, note
    case paperAccuracy = "paper_accuracy"
    case paperLoss = "paper_loss"
    case paperWeights = "paper_weights"
    // Of text alone.
    case bits = "bpc"
    case bestBits = "bpc_best_epoch"
    case validationBits = "validation_bpc_best_epoch"
    case paperBits = "paper_bpc"
    // Of images alone, over all seeds.
    case bestAccuracy = "accuracy_best_epoch"
    case seeds
    case accuracies
    case bestAccuracies = "accuracies_best_epoch"
    case errorMean = "error_mean"
    case errorSpread = "error_spread"
    case bestErrorMean = "error_best_epoch_mean"
    case bestErrorSpread = "error_best_epoch_spread"

    /// The keys that every record has.
    static let common = Array(allCases.prefix { $0 != .bits })
    /// Those of text.
    static let text: [Key] = [.bits, .bestBits, .validationBits, .paperBits]
    /// Those of several seeds.
    static let ofSeeds = Array(allCases.drop { $0 != .bestAccuracy })
  }

  /// The record as an object, which is written in one line with its keys in a fixed order.
  public var json: JSON.Object {
    let keys =
      Key.common + (characters == nil ? [] : Key.text) + (seeds.isEmpty ? [] : Key.ofSeeds)
    return JSON.Object(keys.map { .init($0.rawValue, value($0)) })
  }

  private func value(_ key: Key) -> JSON {
    func number(_ value: Double?) -> JSON {
      value.map { $0.isFinite ? .number($0) : .null } ?? .null
    }
    return switch key {
    case .table: .string(table)
    case .row: .string(row)
    case .protocol: .string(mode.rawValue)
    case .task: .string(task)
    case .map: .string(map)
    case .compress: .string(compress)
    case .weights: JSON(weights)
    case .loss: number(loss)
    case .accuracy: number(accuracy)
    case .waveletLoss: number(waveletLoss)
    case .steps: JSON(steps)
    case .batch: JSON(batch)
    case .seconds: number(seconds)
    case .seed: JSON(seed)
    case .command: .string(command)
    case .isa: .string(isa)
    case .threads: JSON(threads)
    case .blasCore: .string(blasCore)
    case .machine: .string(machine)
    case .note: .string(note)
    case .paperAccuracy: number(paperAccuracy)
    case .paperLoss: number(paperLoss)
    case .paperWeights: paperWeights.map { JSON($0) } ?? .null
    case .bits: number(characters?.bits)
    case .bestBits: number(characters?.bestBits)
    case .validationBits: number(characters?.validationBits)
    case .paperBits: number(characters?.paperBits)
    case .bestAccuracy: number(1 - bestError.mean)
    case .seeds: .array(seeds.map { JSON($0.seed) })
    case .accuracies: .array(seeds.map { number($0.accuracy) })
    case .bestAccuracies: .array(seeds.map { number($0.bestAccuracy) })
    case .errorMean: number(lastError.mean)
    case .errorSpread: number(lastError.spread)
    case .bestErrorMean: number(bestError.mean)
    case .bestErrorSpread: number(bestError.spread)
    }
  }

  /// Reads a record from a line of a file, which must have its keys and no others.
  init(parsing line: [UInt8], path: String, number: Int) throws(FileError) {
    let fields = try Fields(parsing: line, path: path, number: number)
    let mode = try fields.text(.protocol)
    guard let mode = Mode(rawValue: mode) else {
      let modes = Mode.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw fields.failure("one of \(modes)", .protocol, mode.quotedForMessage)
    }
    self.init(
      table: try fields.text(.table), row: try fields.text(.row), mode: mode,
      task: try fields.text(.task), map: try fields.text(.map),
      compress: try fields.text(.compress), weights: try fields.integer(.weights),
      loss: try fields.number(.loss) ?? .nan, accuracy: try fields.number(.accuracy) ?? .nan,
      waveletLoss: try fields.number(.waveletLoss) ?? .nan, steps: try fields.integer(.steps),
      batch: try fields.integer(.batch), seconds: try fields.number(.seconds) ?? .nan,
      seed: try fields.integer(.seed), command: try fields.text(.command),
      isa: try fields.text(.isa), threads: try fields.integer(.threads),
      blasCore: try fields.text(.blasCore), machine: try fields.text(.machine),
      note: try fields.text(.note), paperAccuracy: try fields.number(.paperAccuracy),
      paperLoss: try fields.number(.paperLoss), paperWeights: try fields.optional(.paperWeights))
    characters = try fields.characters()
    seeds = try fields.seeds()
  }
}

/// The fields of a line, which name the file and the line where they are not what they should be.
private struct Fields {
  let object: JSON.Object
  let path: String
  let number: Int

  init(parsing line: [UInt8], path: String, number: Int) throws(FileError) {
    self.path = path
    self.number = number
    let json: JSON
    do { json = try JSON(parsing: line) } catch {
      throw FileError(
        path, expected: "\(error.expected) at byte \(error.offset) of line \(number)",
        found: error.found)
    }
    guard case .object(let object) = json else {
      throw FileError(path, expected: "an object in line \(number)", found: json.kind)
    }
    self.object = object
    for field in object.fields where RunRecord.Key(rawValue: field.key) == nil {
      throw FileError(
        path, expected: "only a record's keys in line \(number)",
        found: field.key.quotedForMessage)
    }
  }

  func failure(_ expected: String, _ key: RunRecord.Key, _ found: String) -> FileError {
    FileError(
      path, expected: "\(expected) for \"\(key.rawValue)\" in line \(number)", found: found)
  }

  func value(_ key: RunRecord.Key) throws(FileError) -> JSON {
    guard let value = object[key.rawValue] else { throw failure("a value", key, "none") }
    return value
  }

  func text(_ key: RunRecord.Key) throws(FileError) -> String {
    let value = try value(key)
    guard let text = value.text else { throw failure("a string", key, value.kind) }
    return text
  }

  func integer<Integer: FixedWidthInteger>(_ key: RunRecord.Key) throws(FileError) -> Integer {
    let value = try value(key)
    guard let integer = value.integer(as: Integer.self) else {
      throw failure("an integer", key, value.kind)
    }
    return integer
  }

  /// An integer, or nil for `null`.
  func optional(_ key: RunRecord.Key) throws(FileError) -> Int? {
    try value(key) == .null ? nil : try integer(key)
  }

  /// A number, or nil for `null`.
  func number(_ key: RunRecord.Key) throws(FileError) -> Double? {
    let value = try value(key)
    if value == .null { return nil }
    guard let number = value.double else { throw failure("a number or null", key, value.kind) }
    return number
  }

  /// What predicting characters gave; nothing where the record is of another task.
  func characters() throws(FileError) -> RunRecord.CharacterResult? {
    guard try hasAll(RunRecord.Key.text) else { return nil }
    return RunRecord.CharacterResult(
      bits: try number(.bits) ?? .nan, bestBits: try number(.bestBits) ?? .nan,
      validationBits: try number(.validationBits) ?? .nan, paperBits: try number(.paperBits))
  }

  /// What each seed gave; nothing where the record is not of images.
  func seeds() throws(FileError) -> [RunRecord.SeedResult] {
    guard try hasAll(RunRecord.Key.ofSeeds) else { return [] }
    let seeds = try elements(.seeds)
    let last = try numbers(.accuracies, seeds.count)
    let best = try numbers(.bestAccuracies, seeds.count)
    var results: [RunRecord.SeedResult] = []
    for (index, seed) in seeds.enumerated() {
      guard let seed = seed.integer(as: UInt64.self) else {
        throw failure("integers", .seeds, seed.kind)
      }
      results.append(.init(seed: seed, accuracy: last[index], bestAccuracy: best[index]))
    }
    return results
  }

  /// Whether there are keys that belong together: all of them or none.
  private func hasAll(_ keys: [RunRecord.Key]) throws(FileError) -> Bool {
    guard keys.contains(where: { object[$0.rawValue] != nil }) else { return false }
    for key in keys { _ = try value(key) }
    return true
  }

  private func numbers(_ key: RunRecord.Key, _ count: Int) throws(FileError) -> [Double] {
    let elements = try elements(key)
    guard elements.count == count else {
      throw failure("\(count) numbers", key, "\(elements.count)")
    }
    var numbers: [Double] = []
    for element in elements {
      guard let number = element.double else { throw failure("numbers", key, element.kind) }
      numbers.append(number)
    }
    return numbers
  }

  private func elements(_ key: RunRecord.Key) throws(FileError) -> [JSON] {
    guard case .array(let elements) = try value(key) else {
      throw failure("an array", key, try value(key).kind)
    }
    return elements
  }
}
