import { Download } from 'lucide-react';
import { Menu } from './menu';

export interface ExportMenuProps {
  /** One entry per format, each with the filters of the page in its address. */
  readonly formats: readonly { readonly label: string; readonly href: string }[];
  readonly reason?: string | null;
}

export function ExportMenu({ formats, reason }: ExportMenuProps) {
  return (
    <Menu
      label="Export"
      icon={<Download aria-hidden />}
      reason={reason}
      items={formats.map(({ label, href }) => ({ label, href, download: true }))}
    />
  );
}
