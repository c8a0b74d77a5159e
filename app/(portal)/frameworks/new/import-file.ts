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
