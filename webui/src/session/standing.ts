import { useSyncExternalStore } from "react";
import { onStanding, standingNow, type Standing } from "../api/access";

export const useStanding = (): Standing => useSyncExternalStore(onStanding, standingNow);
