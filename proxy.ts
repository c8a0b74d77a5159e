import { NextResponse, type NextRequest } from 'next/server';

const cookies = ['__Host-countersign-session', 'countersign-session'];
const open = /^\/(sign-in|set-up|invitations)(\/|$)/;

/** Sends who has no session to the sign-in page. It decides nothing: whether a session is good, and what it may do, is
 *  asked again behind every page and procedure. Every page gets a nonce, and only scripts that carry it run. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (open.test(pathname) || cookies.some((name) => request.cookies.has(name))) return page(request);
  const target = request.nextUrl.clone();
  target.pathname = '/sign-in';
  target.search = pathname === '/' ? '' : `?${new URLSearchParams({ returnTo: `${pathname}${search}` })}`;
  return NextResponse.redirect(target);
}

/** Next writes the nonce on its scripts when it finds the policy among the request's headers. */
function page(request: NextRequest): NextResponse {
  const policy = contentPolicy(btoa(crypto.randomUUID()));
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

const contentPolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    // Nobody frames the page on which people sign.
    "frame-ancestors 'none'",
  ].join('; ');

export const config = { matcher: ['/((?!api/|_next/|icon\\.svg|favicon\\.ico).*)'] };
