import type { paths } from "./schema";

type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;

/** What a path answers, by path and not by schema name, so that renaming a schema in the service changes nothing here. */
type Answer<
  Path extends keyof paths,
  Method extends keyof paths[Path],
  Status extends number,
> = paths[Path][Method] extends {
  responses: infer Responses;
}
  ? Status extends keyof Responses
    ? Json<Responses[Status]>
    : never
  : never;

export type SignedIn = Answer<"/admin/api/auth/sign-in", "post", 200>;
export type NewSecondFactor = Answer<"/admin/api/me/second-factor", "post", 201>;
export type Administrator = SignedIn["administrator"];
export type Colleague = Answer<"/admin/api/administrators", "get", 200>["items"][number];
export type Users = Answer<"/admin/api/users", "get", 200>;
export type User = Users["items"][number];
export type Keys = Answer<"/admin/api/keys", "get", 200>;
export type Key = Keys["items"][number];
export type CreatedKey = Answer<"/admin/api/keys", "post", 201>;
export type Teams = Answer<"/admin/api/teams", "get", 200>;
export type Team = Teams["items"][number];
export type Usage = Answer<"/admin/api/usage", "get", 200>;
export type UsageRow = Usage["rows"][number];
export type Calls = Answer<"/admin/api/calls", "get", 200>;
export type Call = Calls["items"][number];
export type Overview = Answer<"/admin/api/overview", "get", 200>;
export type Period = Overview["now"];
export type Slot = Overview["slots"][number];
export type Account = Overview["accounts"][number];
export type CallStory = Answer<"/admin/api/calls/{call_id}", "get", 200>;
export type UserDetail = Answer<"/admin/api/users/{user_id}", "get", 200>;
export type TeamAccess = Answer<"/admin/api/teams/{team_id}/access", "get", 200>;
export type Member = TeamAccess["members"][number];
export type Allowance = Answer<"/admin/api/allowances/{subject}/{id}", "get", 200>;
export type Standing = Answer<"/admin/api/standings/{subject}/{id}", "get", 200>;
export type LimitStanding = Standing["limits"][number];
export type BudgetStanding = Standing["budgets"][number];
export type Ranking = Answer<"/admin/api/standings", "get", 200>;
export type Ranked = Ranking["items"][number];
export type Offer = Answer<"/admin/api/offer", "get", 200>;
export type Assortment = Answer<"/admin/api/offer/assortment", "get", 200>;
export type KnownModel = Assortment["models"][number];
export type KnownProvider = Assortment["providers"][number];
export type AuditEntry = Answer<"/admin/api/audit", "get", 200>["items"][number];
export type Analysis = Answer<"/admin/api/analytics", "get", 200>;
export type AnalysisPart = Analysis["parts"][number];
export type OfferBody = paths["/admin/api/offer"]["put"]["requestBody"]["content"]["application/json"];
export type RegistrationRules = Answer<"/admin/api/registration", "get", 200>;
export type TableViews = Answer<"/admin/api/me/views", "get", 200>;
export type TableView = NonNullable<TableViews["tables"][string]>;
export type TableName = paths["/admin/api/me/views/{table}"]["put"]["parameters"]["path"]["table"];
export type SaidAnnouncement = Answer<"/admin/api/announcements", "get", 200>["items"][number];
export type AnnouncementBody = paths["/admin/api/announcements"]["post"]["requestBody"]["content"]["application/json"];
export type AlertPage = Answer<"/admin/api/alerts", "get", 200>;
export type FiredAlert = AlertPage["items"][number];
export type AlertRule = Answer<"/admin/api/alert-rules", "get", 200>["items"][number];
export type AlertRuleBody = paths["/admin/api/alert-rules"]["post"]["requestBody"]["content"]["application/json"];
export type Webhook = Answer<"/admin/api/webhooks", "get", 200>["items"][number];
export type MadeWebhook = Answer<"/admin/api/webhooks", "post", 201>;
export type System = Answer<"/admin/api/system", "get", 200>;
export type Setting = Answer<"/admin/api/system/settings", "get", 200>[number];
