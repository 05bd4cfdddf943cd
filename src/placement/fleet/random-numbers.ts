/** Numbers that look random and are the same for the same seed, so that the same problem is searched the same way (xorshift). */
export class RandomNumbers {
  constructor(private state: number) {}

  /** At least 0 and below 1. */
  share(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) / 4_294_967_296;
  }

  /** A whole number of at least 0 and below `limit`. */
  below(limit: number): number {
    return Math.floor(this.share() * limit);
  }
}
