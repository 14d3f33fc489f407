import Networks
import Testing

@Suite struct ScheduleTests {
  @Test func constantStays() {
    #expect(Schedule.constant.factor(at: 0) == 1)
    #expect(Schedule.constant.factor(at: 1_000_000) == 1)
  }

  @Test func stepsFallByTheFactor() {
    let schedule = Schedule.steps(period: 2, factor: 0.5)
    #expect((0..<6).map(schedule.factor) == [1, 1, 0.5, 0.5, 0.25, 0.25])
  }

  @Test func cosineEndsAtItsFinalFactor() {
    let schedule = Schedule.cosine(steps: 10, final: 0.1)
    #expect(schedule.factor(at: 0) == 1)
    #expect(abs(schedule.factor(at: 5) - 0.55) < 1e-15)
    #expect(abs(schedule.factor(at: 10) - 0.1) < 1e-15)
    #expect(schedule.factor(at: 11) == schedule.factor(at: 10))
  }
}
