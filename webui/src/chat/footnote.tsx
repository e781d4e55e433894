import { t } from "../languages/speaking";
export const Footnote = () => <p className="pt-2 text-center text-xs text-text-3 [@media(max-height:28rem)]:hidden">{t("Models make mistakes. Check what matters.")}</p>;
