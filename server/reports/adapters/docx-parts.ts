/** The parts of a DOCX file that are the same in each: ECMA-376 Part 1 (WordprocessingML, transitional). */
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const officeDocument = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

export const part = (element: string, content: string): string =>
  `${head}<w:${element} xmlns:w="${main}" xmlns:r="${officeDocument}">${content}</w:${element}>`;

export const contentTypes = `${head}<Types xmlns="${packages}/content-types">${[
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
  '<Default Extension="xml" ContentType="application/xml"/>',
  ...[
    ['document', 'document.main'],
    ['styles', 'styles'],
    ['numbering', 'numbering'],
    ['settings', 'settings'],
    ['header', 'header'],
    ['footer', 'footer'],
  ].map(([file, type]) => `<Override PartName="/word/${file}.xml" ContentType="${word}.${type}+xml"/>`),
  '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
].join('')}</Types>`;

const relations = (entries: readonly (readonly [type: string, target: string])[]): string =>
  `${head}<Relationships xmlns="${packages}/relationships">${entries
    .map(([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

export const packageRelations = relations([
  [`${officeDocument}/officeDocument`, 'word/document.xml'],
  [`${packages}/relationships/metadata/core-properties`, 'docProps/core.xml'],
]);

/** rId1 is the header, rId2 the footer. */
export const documentRelations = relations(
  ['header', 'footer', 'styles', 'numbering', 'settings'].map(
    (name) => [`${officeDocument}/${name}`, `${name}.xml`] as const,
  ),
);

/** @param title escaped @param author escaped @param madeAt ISO 8601 */
export const coreProperties = (title: string, author: string, madeAt: string): string =>
  `${head}<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties"` +
  ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
  ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  `<dc:title>${title}</dc:title><dc:creator>${author}</dc:creator><dc:language>en-GB</dc:language>` +
  `<dcterms:created xsi:type="dcterms:W3CDTF">${madeAt}</dcterms:created></cp:coreProperties>`;

export const settings = part(
  'settings',
  '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
);

export const numbering = part(
  'numbering',
  '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>' +
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>' +
    '<w:pPr><w:ind w:left="360" w:hanging="240"/></w:pPr></w:lvl></w:abstractNum>' +
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
);

interface Style {
  readonly id: string;
  readonly name: string;
  /** Half points. */
  readonly size: number;
  readonly bold?: boolean;
  readonly colour?: string;
  /** Twentieths of a point. */
  readonly before?: number;
  readonly after?: number;
  /** Of a heading, from 0. */
  readonly level?: number;
  readonly inList?: boolean;
}

const styleOf = ({ id, name, size, bold, colour, before = 0, after = 80, level, inList }: Style): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"${id === 'Normal' ? ' w:default="1"' : ''}><w:name w:val="${name}"/>` +
  `${id === 'Normal' ? '' : '<w:basedOn w:val="Normal"/>'}<w:qFormat/><w:pPr>` +
  `${level === undefined ? '' : '<w:keepNext/>'}${inList ? '<w:numPr><w:numId w:val="1"/></w:numPr>' : ''}` +
  `<w:spacing w:before="${before}" w:after="${after}"/>` +
  `${level === undefined ? '' : `<w:outlineLvl w:val="${level}"/>`}</w:pPr>` +
  `<w:rPr>${bold ? '<w:b/>' : ''}${colour ? `<w:color w:val="${colour}"/>` : ''}<w:sz w:val="${size}"/></w:rPr></w:style>`;

const brand = '122B54';
const line = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="D1D9E3"/>`;

export const styles = part(
  'styles',
  '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>' +
    '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>' +
    [
      { id: 'Normal', name: 'Normal', size: 19 },
      { id: 'Title', name: 'Title', size: 50, bold: true, colour: brand, after: 100 },
      {
        id: 'Heading1',
        name: 'heading 1',
        size: 29,
        bold: true,
        colour: brand,
        before: 360,
        after: 120,
        level: 0,
      },
      {
        id: 'Heading2',
        name: 'heading 2',
        size: 21,
        bold: true,
        before: 200,
        after: 100,
        level: 1,
      },
      { id: 'ListBullet', name: 'List Bullet', size: 18, after: 40, inList: true },
      { id: 'FieldName', name: 'Field name', size: 17, bold: true, before: 40, after: 40 },
      { id: 'FieldValue', name: 'Field value', size: 18, before: 40, after: 40 },
      { id: 'Header', name: 'header', size: 16, after: 0 },
      { id: 'Footer', name: 'footer', size: 16, after: 0 },
    ]
      .map(styleOf)
      .join('') +
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>' +
    '<w:style w:type="table" w:styleId="Fields"><w:name w:val="Fields"/><w:basedOn w:val="TableNormal"/><w:tblPr>' +
    `<w:tblBorders>${['top', 'bottom', 'insideH'].map(line).join('')}</w:tblBorders>` +
    '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
);
