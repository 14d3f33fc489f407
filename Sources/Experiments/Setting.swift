/// One setting of a configuration: its flag, and how it is written and read.
public struct Setting<Configuration> {
  /// The name of its flag.
  public let name: String
  let get: (Configuration) -> String
  let set: (inout Configuration, String) -> Bool
  /// What a checkpoint should have, in messages.
  var expected: String
  /// Whether there are checkpoints without it, whose runs have its default.
  var mayBeMissing = false

  init(
    name: String, get: @escaping (Configuration) -> String,
    set: @escaping (inout Configuration, String) -> Bool, mayBeMissing: Bool = false
  ) {
    self.name = name
    self.get = get
    self.set = set
    self.mayBeMissing = mayBeMissing
    expected = "a training run's setting \(name)"
  }

  /// The task of configurations that have one alone.
  static func task(_ task: String) -> Setting {
    var setting = Setting(name: "task", get: { _ in task }, set: { $1 == task })
    setting.expected = "a training run of the task \(task)"
    return setting
  }

  /// A number, a truth or a name.
  static func value<Value: LosslessStringConvertible>(
    _ name: String, _ path: WritableKeyPath<Configuration, Value>, mayBeMissing: Bool = false
  ) -> Setting {
    Setting(
      name: name, get: { $0[keyPath: path].description },
      set: {
        guard let value = Value($1) else { return false }
        $0[keyPath: path] = value
        return true
      }, mayBeMissing: mayBeMissing)
  }

  /// One of several names.
  static func choice<Value: RawRepresentable<String>>(
    _ name: String, _ path: WritableKeyPath<Configuration, Value>, mayBeMissing: Bool = false
  ) -> Setting {
    Setting(
      name: name, get: { $0[keyPath: path].rawValue },
      set: {
        guard let value = Value(rawValue: $1) else { return false }
        $0[keyPath: path] = value
        return true
      }, mayBeMissing: mayBeMissing)
  }
}
