/** What a file holds: a workbook in base64, anything else as text. */
export function textIn(file: File): Promise<string> {
  if (!/\.xlsx$/i.test(file.name)) return file.text();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Error(`${file.name} cannot be read`));
    reader.readAsDataURL(file);
  });
}

/** An OSCAL document begins with the name of its model, in JSON and in YAML. */
const isOscal = (text: string): boolean => /^\s*(\{\s*)?"?(catalog|profile)"?\s*:\s*(\{|\r?\n)/.test(text);

export function formatOf(fileName: string, text: string): string {
  const ending = /\.(xlsx|csv|json)$/i.exec(fileName)?.[1]?.toLowerCase() ?? 'yaml';
  const isTree = ending === 'json' || ending === 'yaml';
  return isTree && isOscal(text.slice(0, 2000).replace(/^\uFEFF/, '')) ? 'oscal' : ending;
}
