import "./styles/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { watchSystem } from "./appearance/appearance";
import { App } from "./app";
import { speak, watchLanguage } from "./languages/speaking";
import { keepForOffline } from "./shell/service-worker";

watchSystem();
watchLanguage();
keepForOffline();
// The words come before what is made of them, so that nobody sees a page change its language.
void speak().then(() => {
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
