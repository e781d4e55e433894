import "./styles/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { watchSystem } from "./appearance/appearance";
import { App } from "./app";
import { keepForOffline } from "./shell/service-worker";

watchSystem();
keepForOffline();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
