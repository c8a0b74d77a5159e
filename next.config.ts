import type { NextConfig } from 'next';

export default {
  serverExternalPackages: ['@electric-sql/pglite', '@electric-sql/pglite-socket', 'pg-boss', 'pdfkit', 'postgres', 'openai'],
  poweredByHeader: false,
  reactStrictMode: true,
} satisfies NextConfig;
