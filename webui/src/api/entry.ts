import { answer, client, open } from "./client";
import type { SignedIn } from "./types";

/** The password was right; a code of the authenticator is wanted too. */
export type Challenge = { challenge: string; expires_in_s: number };

export const isChallenge = (given: SignedIn | Challenge): given is Challenge => "challenge" in given;

export const answerChallenge = (challenge: string, code: string) => answer(open.POST("/api/auth/second-factor", { body: { challenge, code } }));

/** A letter is on its way; the account opens by its link. */
export type LetterSent = { state: "letter_sent" };

/** Ways in besides a known password. */
export const entry = {
  ways: () => answer(open.GET("/api/auth/ways")),
  register: (body: { email: string; password: string; name: string; invitation: string }) => answer<SignedIn | LetterSent>(open.POST("/api/auth/register", { body })),
  forgot: (email: string) => answer(open.POST("/api/auth/password-reset", { body: { email } })),
  setPassword: (token: string, password: string) => answer(open.POST("/api/auth/new-password", { body: { token, password } })),
  verify: (token: string) => answer(open.POST("/api/auth/verification", { body: { token } })),
};

const path = "/api/me/second-factor";

/** What is asked beside the password. */
export const secondFactor = {
  read: () => answer(client.GET(path)),
  begin: (password: string) => answer(client.POST(path, { body: { password } })),
  confirm: (code: string) => answer(client.POST(`${path}/confirmation`, { body: { code } })),
  renewCodes: (body: { password: string; code: string }) => answer(client.POST(`${path}/backup-codes`, { body })),
  remove: (body: { password: string; code: string }) => answer(client.POST(`${path}/removal`, { body })),
};
export type NewSecondFactor = Awaited<ReturnType<typeof secondFactor.begin>>;
