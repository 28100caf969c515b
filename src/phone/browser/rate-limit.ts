/** At most `count` events within `withinMs`: a sliding window. */
export class RateLimit {
  private times: number[] = []

  constructor(
    private readonly count: number,
    private readonly withinMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @returns false if this event is one too many; it is then not counted */
  take(): boolean {
    const now = this.now()
    this.times = this.times.filter((time) => now - time < this.withinMs)
    if (this.times.length >= this.count) return false
    this.times.push(now)
    return true
  }

  reset(): void {
    this.times = []
  }
}
