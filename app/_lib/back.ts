/** Where a form was opened from, so that the page of what it made leads back: an address of this portal only. */
export function backOf(value: string | string[] | undefined): string | undefined {
  if (typeof value !== 'string' || value.length > 500) return undefined;
  return /^\/(checklists|incidents|vendors)\/[\w%.?&=/-]*$/.test(value) ? value : undefined;
}

/** What the way back is called. */
export const backWords = (back: string): string => {
  if (back.startsWith('/incidents/')) return 'Back to the incident';
  if (back.startsWith('/vendors/')) return 'Back to the vendor';
  return back.includes('control=') ? 'Back to the control' : 'Back to the checklist';
};
