import { signInHandler } from '@/server/identity/adapters/next-auth';

export { signInHandler as GET, signInHandler as POST };
