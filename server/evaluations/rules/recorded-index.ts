/** Where the line of one repeat of one case is in a file of recorded outputs; a length of 0 means that it has none. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Bytes of one entry: the offset in 8, the length in 4, the highest byte first. */
export const entryBytes = 12;

/** Places of entries `first`, `first + 1`, … as a map by entry, in the order of the file. */
export function placesIn(index: DataView, first: number): [number, Place][] {
  const places: [number, Place][] = [];
  for (let at = 0; at + entryBytes <= index.byteLength; at += entryBytes) {
    const length = index.getUint32(at + 8);
    if (length === 0) continue;
    const offset = Number(index.getBigUint64(at));
    places.push([first + at / entryBytes, { offset, length }]);
  }
  return places.sort(([, a], [, b]) => a.offset - b.offset);
}

/** Neighbours in the file together, at most `largest` bytes each, so that a file in dataset order is read in one go. */
export function stretches(places: readonly [number, Place][], largest: number): [number, Place][][] {
  const groups: [number, Place][][] = [];
  let end = -1;
  let size = 0;
  for (const place of places) {
    const { offset, length } = place[1];
    if (offset === end && size + length <= largest) groups.at(-1)?.push(place);
    else {
      groups.push([place]);
      size = 0;
    }
    end = offset + length;
    size += length;
  }
  return groups;
}
