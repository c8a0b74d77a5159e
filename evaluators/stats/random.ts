const range = 2 ** 32;

/** A seeded stream of random numbers (sfc32): the same seed gives the same numbers on every machine. */
class Stream {
  private state = new Int32Array(4);

  constructor(seed: number) {
    this.state.set([0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 0]);
    this.fill(new Uint32Array(16), 1);
  }

  /** Whole numbers from 0 up to `below`, at most 2,097,152 or a power of two, into all of `into`. */
  fill(into: Uint32Array, below: number): void {
    let [a = 0, b = 0, c = 0, d = 0] = this.state;
    for (let i = 0; i < into.length; i++) {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      into[i] = ((t >>> 0) * below) / range;
    }
    this.state.set([a, b, c, d]);
  }
}

/** A seeded stream of uniform numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  const stream = new Stream(seed);
  const one = new Uint32Array(1);
  return () => {
    stream.fill(one, range);
    return (one[0] ?? 0) / range;
  };
}

/**
 * Draws with replacement: each call fills the same array with as many numbers from 0 to `count` - 1, which are those
 * of `Math.floor(randomFrom(seed)() * count)`, three times as fast.
 * @param count from 1 to 2,097,152
 */
export function drawsFrom(seed: number, count: number): () => Uint32Array {
  const stream = new Stream(seed);
  const draw = new Uint32Array(count);
  return () => {
    stream.fill(draw, count);
    return draw;
  };
}
