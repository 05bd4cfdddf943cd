/** Whole numbers in a column that grows. */
export class GrowingInts {
  length = 0;
  private values: Int32Array;

  constructor(room: number) {
    this.values = new Int32Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  last(): number {
    return this.at(this.length - 1);
  }

  taken(): Int32Array {
    return this.values.slice(0, this.length);
  }
}

/** Floats in a column that grows. */
export class GrowingFloats {
  length = 0;
  private values: Float64Array;

  constructor(room: number) {
    this.values = new Float64Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  add(index: number, value: number): void {
    this.values[index] = (this.values[index] ?? 0) + value;
  }

  taken(): Float64Array {
    return this.values.slice(0, this.length);
  }
}
