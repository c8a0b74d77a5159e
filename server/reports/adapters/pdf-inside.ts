import PDFDocument from 'pdfkit';

export interface PdfReference {
  readonly id: number;
  readonly data: Record<string, unknown>;
  end(chunk?: string): void;
}

/** A font that is embedded as a subset of what was used. */
export interface EmbeddedFont {
  readonly id: string;
  readonly ascender: number;
  readonly descender: number;
  /** Hex codes of the glyphs and their advances in thousandths of the size. */
  encode(text: string): [string[], { xAdvance: number }[]];
  ref(): PdfReference;
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/** What pdfkit 0.20.2 (pinned) has inside and its types do not tell; `pdf.test.ts` fails when it moves. */
interface Internals {
  readonly _offset: number;
  /** Objects begun and not yet written; the file is finished when it is 0. */
  _waiting: number;
  readonly _offsets: (number | null)[];
  readonly _root: { readonly data: Record<string, unknown> };
  readonly _font: EmbeddedFont;
  readonly page: {
    readonly fonts: Record<string, PdfReference>;
    readonly xobjects: Record<string, PdfReference>;
    readonly dictionary: PdfReference;
  };
  readonly outline: { addItem(title: string): void };
  _write(data: Uint8Array): void;
  /** Null at the end of the file. */
  push(chunk: Uint8Array | null): boolean;
  ref(data: Record<string, unknown>): PdfReference;
  getStructTreeRoot(): PdfReference;
  getMarkInfoDictionary(): PdfReference;
}

export interface PdfSettings {
  readonly title: string;
  readonly author: string;
  readonly createdAt: Date;
  readonly fonts: Readonly<Record<'regular' | 'bold', Uint8Array>>;
  readonly sink: (chunk: Uint8Array) => void;
}

const pieceBytes = 256 * 1024;

/** pdfkit puts these into XML without escaping them, so only what is harmless there goes in. */
const plainInfo = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w .,:()/-]/g, '_');

/** pdfkit for files, fonts, pages, metadata and PDF/A; the low doors that a fast table needs. */
export class PdfInside {
  readonly regular: EmbeddedFont;
  readonly bold: EmbeddedFont;
  private readonly doc: PDFKit.PDFDocument;
  private readonly inner: Internals;
  private parts: Uint8Array[] = [];
  private size = 0;
  private finished = false;

  constructor({ title, author, createdAt, fonts, sink }: PdfSettings) {
    const options = {
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      subset: 'PDF/A-2a',
      tagged: true,
      pdfVersion: '1.7',
      lang: 'en',
      displayTitle: true,
      font: fonts.regular,
      info: {
        Title: plainInfo(title),
        Author: plainInfo(author),
        Producer: 'Countersign (pdfkit)',
        Creator: 'Countersign',
        CreationDate: createdAt,
        ModDate: createdAt,
      },
    };
    this.doc = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions);
    this.inner = this.doc as unknown as Internals;
    this.drain(sink);
    this.regular = this.inner._font;
    this.doc.font(fonts.bold as unknown as string);
    this.bold = this.inner._font;
    this.inner.getMarkInfoDictionary().data['Marked'] = true;
  }

  addPage(resources: Readonly<Record<string, PdfReference>>): void {
    this.doc.addPage();
    const { fonts, xobjects } = this.inner.page;
    for (const font of [this.regular, this.bold]) fonts[font.id] = font.ref();
    Object.assign(xobjects, resources);
  }

  addContent(operators: string): void {
    this.doc.addContent(operators);
  }

  bookmark(title: string): void {
    this.inner.outline.addItem(title);
  }

  /** A drawing that pages share: `name Do` paints it. It is written by `end(operators)`. */
  form(width: number, height: number): PdfReference {
    const fonts = Object.fromEntries([this.regular, this.bold].map((font) => [font.id, font.ref()]));
    return this.ref({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, width, height],
      Resources: { Font: fonts },
    });
  }

  ref(data: Record<string, unknown>): PdfReference {
    return this.inner.ref(data);
  }

  structRoot = () => this.inner.getStructTreeRoot();
  pageId = () => this.inner.page.dictionary.id;
  setStructParents = (key: number) => void (this.inner.page.dictionary.data['StructParents'] = key);

  /** The number of an object that the caller writes itself. */
  reserve(): number {
    return this.inner._offsets.push(null);
  }

  /** The same as something that pdfkit's own objects can refer to. */
  reserved(): PdfReference {
    const reference = this.inner.ref({});
    this.inner._waiting -= 1;
    return reference;
  }

  /** Where that object begins, counted from what is written so far. */
  placed(id: number, ahead: number): void {
    this.inner._offsets[id - 1] = this.inner._offset + ahead;
  }

  write(text: string): void {
    if (text !== '') this.inner._write(Buffer.from(text, 'latin1'));
  }

  end(): void {
    this.doc.end();
    if (!this.finished) throw new Error('The file is not complete: an object was begun and never written');
  }

  /**
   * Takes over from the stream: drawing is one synchronous run, during which a stream would keep everything. Pieces
   * are joined, because each one that leaves costs a system call or a message.
   */
  private drain(sink: (chunk: Uint8Array) => void): void {
    const flush = () => {
      if (this.size > 0) sink(Buffer.concat(this.parts, this.size));
      this.parts = [];
      this.size = 0;
    };
    const push = (chunk: Uint8Array | null) => {
      this.finished = chunk === null;
      if (chunk !== null) {
        this.parts.push(chunk);
        this.size += chunk.length;
      }
      if (chunk === null || this.size >= pieceBytes) flush();
      return true;
    };
    const begun: unknown = this.doc.read();
    if (begun instanceof Uint8Array) push(begun);
    this.inner.push = push;
  }
}
