/** True where the browser can make and use passkeys: not in old ones, and not on plain HTTP. */
export const passkeysSupported = () =>
  typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

type Json = Record<string, unknown>;

function toJson(credential: Credential | null): Json {
  if (!(credential instanceof PublicKeyCredential)) throw new Error('The browser made no passkey.');
  return { ...credential.toJSON() };
}

/** Lets the browser make a passkey; options and answer are the JSON of WebAuthn. */
export async function makePasskey(options: unknown): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  return toJson(await navigator.credentials.create({ publicKey }));
}

/** Lets the browser answer with a passkey. */
export async function askPasskey(options: unknown): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  return toJson(await navigator.credentials.get({ publicKey }));
}

/** What to say of a failure of the browser's, or nothing where it was none. */
export function authenticatorMessage(error: unknown): string | undefined {
  if (!(error instanceof DOMException)) return undefined;
  if (error.name === 'InvalidStateError') return 'This device has a passkey for you already.';
  if (error.name === 'NotAllowedError') return 'That was cancelled, or it took too long. Try again.';
  return 'The browser could not use a passkey here.';
}
