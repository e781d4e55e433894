import { createContext } from "react";

export const ShellContext = createContext<{ open: () => void }>({ open: () => {} });
