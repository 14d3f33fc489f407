import Testing

/// Expects that the standard error of a process that trapped holds a text.
func expectStandardError(
  _ result: ExitTest.Result?, holds text: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  #expect(message.contains(text), sourceLocation: sourceLocation)
}
