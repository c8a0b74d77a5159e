import { NextResponse, type NextRequest } from 'next/server';

const cookies = ['__Host-countersign-session', 'countersign-session'];

/** Sends who has no session to the sign-in page. It decides nothing: whether a session is good, and what it may do, is
 *  asked again behind every page and procedure. */
export function proxy(request: NextRequest): NextResponse {
  if (cookies.some((name) => request.cookies.has(name))) return NextResponse.next();
  const target = request.nextUrl.clone();
  const { pathname, search } = request.nextUrl;
  target.pathname = '/sign-in';
  target.search = pathname === '/' ? '' : `?${new URLSearchParams({ returnTo: `${pathname}${search}` })}`;
  return NextResponse.redirect(target);
}

export const config = {
  matcher: ['/((?!api/|_next/|sign-in|set-up|invitations/|icon\\.svg|favicon\\.ico).*)'],
};
