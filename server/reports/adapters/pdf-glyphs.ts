import type { EmbeddedFont } from './pdf-inside';

const ascii = /^[\x20-\x7e]*$/;
/** Scripts that need neither shaping nor another direction, and only what leaves ink or a plain space. */
const drawable =
  /^(?=[\p{L}\p{N}\p{P}\p{S}\p{Mn}\p{Zs}])[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]$/u;

/** `width` leaves out the space at which the line was broken, which stays in the text for those who extract it. */
export interface Line {
  readonly text: string;
  readonly width: number;
}

/** One font with its glyphs looked up once. Characters are drawn one by one, without kerning or ligatures. */
export class Face {
  private readonly hexes: string[] = [];
  private readonly advances = new Float64Array(0x10000).fill(-1);
  private readonly shown = new Map<string, boolean>();

  constructor(readonly font: EmbeddedFont) {}

  /**
   * The text as this font can show it: composed, tabs as spaces, and whatever has no glyph, is invisible, or runs
   * from right to left as its code points, as in [U+05E9 05DC]. Line feeds stay.
   */
  printable(text: string): string {
    if (ascii.test(text)) return text;
    let out = '';
    let hidden: string[] = [];
    const close = () => {
      if (hidden.length > 0) out += `[U+${hidden.join(' ')}]`;
      hidden = [];
    };
    for (const char of text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\t/g, ' ')) {
      if (char === '\n' || this.shows(char)) {
        close();
        out += char;
      } else hidden.push((char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0'));
    }
    close();
    return out;
  }

  private shows(char: string): boolean {
    const known = this.shown.get(char);
    if (known !== undefined) return known;
    const codePoint = char.codePointAt(0) ?? 0;
    const shows =
      codePoint < 0x10000 && drawable.test(char) && this.font.font.hasGlyphForCodePoint(codePoint);
    this.shown.set(char, shows);
    return shows;
  }

  private load(code: number): number {
    const [hex, positions] = this.font.encode(String.fromCharCode(code));
    this.hexes[code] = hex.join('');
    return (this.advances[code] = positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0));
  }

  private advance(code: number): number {
    const known = this.advances[code] ?? -1;
    return known < 0 ? this.load(code) : known;
  }

  /** Width of printable text in points. */
  width(text: string, size: number): number {
    let sum = 0;
    for (let at = 0; at < text.length; at += 1) sum += this.advance(text.charCodeAt(at));
    return (sum * size) / 1000;
  }

  /** The glyphs of printable text as the operand of `Tj`. */
  hex(text: string): string {
    let hex = '';
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if ((this.advances[code] ?? -1) < 0) this.load(code);
      hex += this.hexes[code];
    }
    return `<${hex}>`;
  }

  /** Printable text broken into lines no wider than `width`: after spaces, hyphens and slashes, else anywhere. */
  lines(text: string, size: number, width: number): Line[] {
    const whole = this.width(text, size);
    if (whole <= width && !text.includes('\n')) return [{ text, width: whole }];
    return text.split('\n').flatMap((paragraph) => this.broken(paragraph, size, width));
  }

  private broken(text: string, size: number, width: number): Line[] {
    const most = (width * 1000) / size;
    const lines: Line[] = [];
    let from = 0;
    let breakAt = 0;
    let sum = 0;
    for (let at = 0; at < text.length; at += 1) {
      const char = text.charAt(at);
      const advance = this.advance(text.charCodeAt(at));
      if (sum + advance > most && char !== ' ' && at > from) {
        const cut = breakAt > from ? breakAt : at;
        lines.push(this.line(text.slice(from, cut), size));
        from = breakAt = cut;
        sum = 0;
        for (let each = cut; each < at; each += 1) sum += this.advance(text.charCodeAt(each));
      }
      sum += advance;
      if (char === ' ' || char === '-' || char === '/') breakAt = at + 1;
    }
    lines.push(this.line(text.slice(from), size));
    return lines;
  }

  private line(text: string, size: number): Line {
    return { text, width: this.width(text.trimEnd(), size) };
  }
}
