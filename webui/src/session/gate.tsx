import { useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { renewed } from "../api/access";
import { Button } from "../ui/button";
import { useStanding } from "./standing";

const begin = () => void renewed(null).catch(() => {});

/** Lets the signed-in through; finds out first, quietly, whether this browser still has a session. */
export function Gate() {
  const standing = useStanding();
  const location = useLocation();
  useEffect(begin, []);
  switch (standing.state) {
    case "unknown":
      return <main aria-busy className="h-dvh"><h1 className="sr-only">Parley is starting</h1></main>;
    case "unreachable":
      return (
        <main className="grid h-dvh place-items-center p-6 text-center">
          <div>
            <h1 className="text-xl font-semibold">Parley cannot be reached</h1>
            <p className="mt-2 mb-6 text-text-2">Check your connection. What you typed is kept.</p>
            <Button look="primary" onClick={begin}>Try again</Button>
          </div>
        </main>
      );
    case "signed-out":
      return <Navigate to="/login" replace state={{ from: location.pathname }} />;
    default:
      return <Outlet />;
  }
}
