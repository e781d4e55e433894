import { atom, getDefaultStore } from "jotai";
import { createContext } from "react";
import type { Artifact } from "./kinds";

/** The artifact that is open beside the thread. */
export const openArtifactAtom = atom<Artifact | null>(null);
const store = getDefaultStore();
export const openArtifact = (artifact: Artifact | null) => store.set(openArtifactAtom, artifact);

/** Whether this page can open artifacts: a shared page, for one, has no room for them. */
export const ArtifactsOpen = createContext(false);
