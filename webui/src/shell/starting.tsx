import { t } from "../languages/speaking";
import { Logo } from "../ui/logo";

/** Nothing for as long as nobody notices; then a sign that something is coming. */
export function Starting() {
  return (
    <main aria-busy className="grid h-dvh flex-1 place-items-center">
      <h1 className="sr-only">{t("Parley is starting")}</h1>
      <Logo className="late size-10" />
    </main>
  );
}
