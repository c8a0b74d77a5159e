import type { PdfInside, PdfReference } from './pdf-inside';

interface Element {
  readonly id: number;
  readonly type: string;
  readonly parent: number;
  readonly kids: string[];
  readonly attributes: string;
  page: number | null;
}

export type TagType =
  'H1' | 'H2' | 'H3' | 'P' | 'L' | 'LI' | 'Table' | 'THead' | 'TBody' | 'TR' | 'TH' | 'TD' | 'Figure';

/** A text string of PDF in UTF-16, written in hex so that nothing in it needs an escape. */
export const pdfText = (text: string) => {
  let hex = 'FEFF';
  for (let at = 0; at < text.length; at += 1) hex += text.charCodeAt(at).toString(16).padStart(4, '0');
  return `<${hex}>`;
};

/**
 * The structure tree, written as it grows: an element goes to the file when it is closed, and the marks of a page
 * when the page ends, so that a document of thousands of pages holds no tree in memory.
 */
export class TagTree {
  private readonly stack: Element[] = [];
  private readonly pages: string[] = [];
  private marked: number[] = [];
  private pending = '';

  private readonly root: PdfReference;
  private readonly parentTree: PdfReference;

  constructor(private readonly pdf: PdfInside) {
    this.root = pdf.structRoot();
    this.parentTree = pdf.reserved();
    const document = pdf.reserved();
    Object.assign(this.root.data, { K: document, ParentTree: this.parentTree });
    this.push(document.id, 'Document', this.root.id, '');
  }

  open(type: TagType, attributes = ''): void {
    const parent = this.stack.at(-1);
    const id = this.pdf.reserve();
    parent?.kids.push(`${id} 0 R`);
    this.push(id, type, parent?.id ?? this.root.id, attributes);
  }

  private push(id: number, type: string, parent: number, attributes: string): void {
    this.stack.push({ id, type, parent, kids: [], attributes, page: null });
  }

  close(): void {
    const element = this.stack.pop();
    if (!element) return;
    const { id, type, parent, kids, attributes, page } = element;
    const on = page === null ? '' : `/Pg ${page} 0 R`;
    this.object(id, `<</S/${type}/P ${parent} 0 R${on}${attributes}/K[${kids.join(' ')}]>>`);
  }

  /** The operator that begins marked content of the open element; `EMC` ends it. */
  mark(): string {
    const element = this.stack.at(-1);
    if (!element) throw new Error('Marked content needs an open element');
    const mcid = this.marked.push(element.id) - 1;
    const page = this.pdf.pageId();
    element.page ??= page;
    element.kids.push(element.page === page ? `${mcid}` : `<</Type/MCR/Pg ${page} 0 R/MCID ${mcid}>>`);
    return `/${element.type} <</MCID ${mcid}>> BDC\n`;
  }

  /** Writes which element each mark of the page belongs to. */
  pageEnded(): void {
    const id = this.pdf.reserve();
    this.object(id, `[${this.marked.map((element) => `${element} 0 R`).join(' ')}]`);
    this.pdf.setStructParents(this.pages.length);
    this.pages.push(`${this.pages.length} ${id} 0 R`);
    this.marked = [];
    this.flush();
  }

  /** Closes what is open and writes the tree that finds the marks of a page. */
  finish(): void {
    while (this.stack.length > 0) this.close();
    this.root.data['ParentTreeNextKey'] = this.pages.length;
    this.object(this.parentTree.id, `<</Nums[${this.pages.join(' ')}]>>`);
    this.flush();
  }

  private object(id: number, body: string): void {
    this.pdf.placed(id, this.pending.length);
    this.pending += `${id} 0 obj\n${body}\nendobj\n`;
  }

  /** Nothing else may be written to the file between `object` and this, or the offsets would lie. */
  private flush(): void {
    this.pdf.write(this.pending);
    this.pending = '';
  }
}
