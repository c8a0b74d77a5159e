import type { NextConfig } from 'next';

export default {
  serverExternalPackages: [
    '@electric-sql/pglite',
    '@electric-sql/pglite-socket',
    'pg-boss',
    'pdfkit',
    'postgres',
    'openai',
  ],
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks types; whoever only starts the portal need not wait for it
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig;
