/** The anti-forgery token of the sign-in routes; the browser keeps its counterpart as a cookie. */
export async function forgeryToken(): Promise<string> {
  const answer = await fetch('/api/auth/csrf', { cache: 'no-store' });
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return csrfToken;
}

/** Sends a form to a sign-in route. @returns where it leads: the provider, or a page whose `error` says why not */
export async function sendSignIn(path: string, fields: Readonly<Record<string, string>>): Promise<URL> {
  const body = new URLSearchParams({ ...fields, json: 'true', csrfToken: await forgeryToken() });
  const answer = await fetch(path, { method: 'POST', body });
  const { url } = (await answer.json()) as { url: string };
  return new URL(url, window.location.href);
}

/** What an error code of the sign-in routes means, in words. */
export function meaning(code: string): string {
  const seconds = /^Wait-(\d+)$/.exec(code)?.[1];
  if (seconds) return `Too many attempts; try again in ${seconds} seconds.`;
  if (code === 'CredentialsSignin' || code === 'Password')
    return 'The e-mail address or the password is wrong.';
  if (code === 'Refused' || code === 'AccessDenied') {
    return 'No account here belongs to this sign-in. An administrator has to create you first, with the same e-mail address.';
  }
  return 'The sign-in did not work. Try again.';
}
