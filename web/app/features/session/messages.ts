import { ApiError, toUserMessage } from '../../api/errors';
import { authenticatorMessage } from '../../ui/authenticator';

/** What to say when signing in fails: here a refusal is not the end of a session. */
export function signInMessage(error: unknown): string {
  const ofBrowser = authenticatorMessage(error);
  if (ofBrowser) return ofBrowser;
  if (error instanceof ApiError && error.status === 401) return error.message;
  return toUserMessage(error);
}
