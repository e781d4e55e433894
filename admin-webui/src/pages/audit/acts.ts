import type { AuditEntry } from "../../api/answers";
import type { ActsWanted } from "../../api/queries";
import { type DayRange, shifted } from "../../format/range";

/** What may be asked about besides the time; each is a name in the address. */
export const filterNames = ["action", "outcome", "service", "actor", "subject"] as const;

export type FilterName = (typeof filterNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;

export const outcomes = [
  ["done", "Done"],
  ["refused", "Refused"],
  ["failed", "Failed"],
] as const;

export const services = [
  ["admin", "Administration"],
  ["chat", "Chat"],
  ["command", "Command line"],
] as const;

/** What people read for the name of an act; one that is not here is shown by its name. */
export const actions: Readonly<Record<string, string>> = {
  signIn: "Signed in",
  register: "Registered",
  refresh: "Sent an old session token",
  setUserState: "Let in or kept out a user",
  banUser: "Banned a user",
  pardonUser: "Lifted a ban",
  exportAnalysis: "Exported usage",
  grantModelsToUser: "Granted models to a user",
  grantModelsToTeam: "Granted models to a team",
  setTeamMember: "Put somebody into a team",
  removeTeamMember: "Took somebody out of a team",
  createTeam: "Made a team",
  createKey: "Made a key",
  rotateKey: "Rotated a key",
  revokeKey: "Revoked a key",
  setKeyLeaving: "Changed what a key does when clients leave",
  setKeyReuse: "Changed whether a key gives answers again",
  setKeyReasoning: "Changed how a key shows reasoning",
  setAllowance: "Changed limits and budgets",
  changeOffer: "Changed models and providers",
  discoverModels: "Asked a provider for its models",
  exportActs: "Exported the audit log",
  changePassword: "Changed their password",
  deleteMe: "Deleted their account",
  createOwnKey: "Made a key of their own",
  rotateOwnKey: "Rotated a key of their own",
  revokeOwnKey: "Revoked a key of their own",
  revokeSession: "Signed a device out",
  revokeOtherSessions: "Signed all other devices out",
  answerChallenge: "Gave a code to sign in",
  signInByProvider: "Signed in by a provider",
  beginLink: "Went to a provider to connect it",
  linkIdentity: "Connected a provider to sign in by",
  keepProviderKey: "Entered a key of their own at a provider",
  forgetProviderKey: "Forgot a key of their own at a provider",
  unlinkIdentity: "Disconnected a provider to sign in by",
  beginSecondFactor: "Began to set up a second factor",
  confirmSecondFactor: "Turned a second factor on",
  renewBackupCodes: "Made new backup codes",
  removeSecondFactor: "Turned their second factor off",
  resetSecondFactor: "Reset somebody's second factor",
  giveProof: "Showed again who they are",
  invite: "Invited somebody",
  revokeInvitation: "Took an invitation back",
  setNewPassword: "Set a new password by a letter's link",
  verifyEmail: "Confirmed their address",
  createAlertRule: "Made an alert rule",
  changeAlertRule: "Changed an alert rule",
  deleteAlertRule: "Deleted an alert rule",
  acknowledgeAlert: "Acknowledged an alert",
  createWebhook: "Made a webhook",
  changeWebhook: "Changed a webhook",
  renewWebhookSecret: "Made a new secret for a webhook",
  testWebhook: "Tested a webhook",
  deleteWebhook: "Deleted a webhook",
  announce: "Announced something",
  changeAnnouncement: "Changed an announcement",
  withdrawAnnouncement: "Withdrew an announcement",
  deleteAnnouncement: "Deleted an announcement",
  changeRegistration: "Changed who may register",
  forgetRegistration: "Gave registration back to the settings",
  createAdministrator: "Made an administrator",
  appointAdministrator: "Changed an administrator's role or state",
  removeAdministrator: "Removed an administrator",
  renewAdministratorsPassword: "Made an administrator a new password",
  resetAdministratorsSecondFactor: "Reset an administrator's two-step sign-in",
  backup: "Backed everything up",
  restore: "Restored a backup",
};

export function actionOf(name: string): string {
  return actions[name] ?? name;
}

/** The act in a few words: one that did not come about says so. */
export function told(entry: AuditEntry): string {
  if (entry.action === "signIn" && entry.outcome !== "done") return "Tried to sign in";
  return actionOf(entry.action);
}

const known: Readonly<Partial<Record<FilterName, readonly string[]>>> = {
  outcome: outcomes.map(([value]) => value),
  service: services.map(([value]) => value),
};

/** The filters in an address; what the service would refuse is not one. */
export function filtersFrom(search: URLSearchParams): Filters {
  const found: Partial<Record<FilterName, string>> = {};
  for (const name of filterNames) {
    const value = search.get(name)?.trim().slice(0, 64);
    if (value === undefined || value === "" || known[name]?.includes(value) === false) continue;
    found[name] = value;
  }
  return found;
}

/** The question to the service: whole UTC days, both included. */
export function wantedActs(range: DayRange, filters: Filters): ActsWanted {
  return {
    since: `${range.from}T00:00:00Z`,
    until: `${shifted(range.to, 1)}T00:00:00Z`,
    ...(filters as Pick<ActsWanted, "outcome" | "service">),
  };
}

const people: Readonly<Record<string, string>> = {
  nobody: "Unknown address",
  operator: "Operator at the machine",
  offer: "Models and providers",
  audit: "Audit log",
};

type Party = AuditEntry["actor"];

/** The name of now; else the id, of what is not there any more. */
export function partyName(party: Party | null): string {
  if (party === null) return "-";
  return people[party.kind] ?? (party.name === "" ? party.id : party.name);
}

/** Where the party is shown, if it has a page. */
export function partyPath(party: Party | null): string | null {
  if (party === null || party.name === "") return null;
  const page = { user: "users", team: "teams", key: "keys" }[party.kind];
  return page === undefined ? null : `/${page}?${party.kind}=${encodeURIComponent(party.id)}`;
}
