/** How often something may happen: `burst` at once, refilled by `perSecond`. Kept with the socket that it limits. */
export class Allowance {
  private left: number;
  private at: number;
  private readonly burst: number;
  private readonly perSecond: number;
  constructor(burst: number, perSecond: number, at = performance.now()) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.left = burst;
    this.at = at;
  }
  take(at = performance.now()): boolean {
    this.left = Math.min(this.burst, this.left + ((at - this.at) / 1000) * this.perSecond);
    this.at = at;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
