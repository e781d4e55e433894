import { lazy, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";
import { NotFound } from "../feedback/NotFound";
import { PageSkeleton } from "../feedback/PageSkeleton";
import { SetUpPage } from "../session/SetUpPage";
import { SignInPage } from "../session/SignInPage";
import { useSession } from "../session/session";
import { Unreachable } from "../session/Unreachable";
import { ErrorBoundary } from "./ErrorBoundary";
import { Shell } from "./Shell";

const OverviewPage = lazy(() => import("../pages/overview/OverviewPage"));
const BudgetsPage = lazy(() => import("../pages/budgets/BudgetsPage"));
const CallsPage = lazy(() => import("../pages/calls/CallsPage"));
const UsagePage = lazy(() => import("../pages/usage/UsagePage"));
const UsersPage = lazy(() => import("../pages/users/UsersPage"));
const KeysPage = lazy(() => import("../pages/keys/KeysPage"));
const ModelsPage = lazy(() => import("../pages/models/ModelsPage"));
const AnalyticsPage = lazy(() => import("../pages/analytics/AnalyticsPage"));
const AlertsPage = lazy(() => import("../pages/alerts/AlertsPage"));
const AdministratorsPage = lazy(() => import("../pages/administrators/AdministratorsPage"));
const AnnouncementsPage = lazy(() => import("../pages/announcements/AnnouncementsPage"));
const AuditPage = lazy(() => import("../pages/audit/AuditPage"));
const SystemPage = lazy(() => import("../pages/system/SystemPage"));
const TeamsPage = lazy(() => import("../pages/teams/TeamsPage"));

/** Who is not signed in sees the sign in form at the address asked for, and lands there afterwards. */
export function Pages() {
  const status = useSession((session) => session.status);
  const mustSetUp = useSession((session) => session.administrator?.must_set_up ?? false);
  if (status === "unknown") return <PageSkeleton label="Opening Parley administration" />;
  if (status === "unreachable") return <Unreachable />;
  if (status === "signed-out") return <SignInPage />;
  if (mustSetUp) return <SetUpPage />;
  return (
    <Shell>
      <ErrorBoundary>
        <Suspense fallback={<PageSkeleton label="Loading the page" />}>
          <Routes>
            <Route index element={<OverviewPage />} />
            <Route path="calls" element={<CallsPage />} />
            <Route path="usage" element={<UsagePage />} />
            <Route path="users" element={<UsersPage />} />
            <Route path="teams" element={<TeamsPage />} />
            <Route path="keys" element={<KeysPage />} />
            <Route path="models" element={<ModelsPage />} />
            <Route path="budgets" element={<BudgetsPage />} />
            <Route path="analytics" element={<AnalyticsPage />} />
            <Route path="alerts" element={<AlertsPage />} />
            <Route path="announcements" element={<AnnouncementsPage />} />
            <Route path="administrators" element={<AdministratorsPage />} />
            <Route path="audit" element={<AuditPage />} />
            <Route path="system" element={<SystemPage />} />
            <Route path="sign-in" element={<Navigate to="/" replace />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
