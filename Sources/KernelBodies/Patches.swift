#if ISA_BASELINE || arch(x86_64)
  import KernelInterface

  /// Calls `body` with the start of each register's worth of at least `lanes` scalars. The last may
  /// overlap the one before.
  @inline(__always) func forEachOverlapping(_ count: Int, _ body: (_ at: Int) -> Void) {
    var at = 0
    while at + lanes <= count {
      body(at)
      at += lanes
    }
    if at < count { body(count - lanes) }
  }

  @inline(__always) func imagePatches(
    _ image: In, _ imageEnd: In, _ patches: Out, _ patchesEnd: Out, _ shape: PatchShape
  ) {
    markExecuted()
    let run = shape.size * shape.channels
    let (channels, size) = (shape.channels, shape.size)
    let (rows, columns) = (shape.outputRows, shape.outputColumns)
    let stride = shape.columns * channels
    let rowLength = columns * size * run
    var y = patches
    for i in 0..<rows {
      let row = image + i * stride
      if run >= lanes {
        for j in 0..<columns {
          for a in 0..<size {
            let x = row + (j * channels + a * stride)
            forEachOverlapping(run) { store(load(x + $0), y + $0) }
            y += run
          }
        }
      } else if imageEnd - row >= (size - 1) * stride + (columns - 1) * channels + lanes
        && patchesEnd - y >= rowLength + lanes
      {
        // Whole registers: what they write too much is written again by what follows.
        for j in 0..<columns {
          for a in 0..<size {
            store(load(row + (j * channels + a * stride)), y)
            y += run
          }
        }
      } else {
        for j in 0..<columns {
          for a in 0..<size {
            let x = row + (j * channels + a * stride)
            for k in 0..<run { y[k] = x[k] }
            y += run
          }
        }
      }
    }
  }

  /// Pixel by pixel, whose sum stays in registers: windows added one after the other would read what
  /// has just been written at other places.
  @inline(__always) func imageAddPatches(_ patches: In, _ image: Out, _ shape: PatchShape) {
    markExecuted()
    let (channels, size) = (shape.channels, shape.size)
    let (rows, columns) = (shape.rows, shape.columns)
    let outputColumns = shape.outputColumns
    let length = size * size * channels
    // From one window to the next, a pixel moves to the left by one.
    let step = length - channels
    for row in 0..<rows {
      let firstRow = max(0, row - size + 1)
      let lastRow = min(row, rows - size)
      for column in 0..<columns {
        let first = max(0, column - size + 1)
        let last = min(column, outputColumns - 1)
        let pixel = image + (row * columns + column) * channels
        @inline(__always) func sum(_ start: V, _ body: (In) -> V) -> V {
          var sum = start
          var i = firstRow
          while i <= lastRow {
            var p =
              patches
              + ((i * outputColumns + first) * length
                + ((row - i) * size + column - first) * channels)
            var j = first
            while j <= last {
              sum += body(p)
              p += step
              j += 1
            }
            i += 1
          }
          return sum
        }
        if channels < lanes {
          let own = sum(load(pixel, channels)) { load($0, channels) }
          store(own, pixel, channels)
          continue
        }
        // The last register may overlap the one before: it is summed before that is stored.
        let tail = channels - lanes
        let end = sum(load(pixel + tail)) { load($0 + tail) }
        var at = 0
        while at + lanes <= channels {
          let own = sum(load(pixel + at)) { load($0 + at) }
          store(own, pixel + at)
          at += lanes
        }
        if at < channels { store(end, pixel + tail) }
      }
    }
  }
#endif
