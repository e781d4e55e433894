import { useMutation, useQuery, type UseMutationResult } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import { secondFactor, type NewSecondFactor } from "../api/entry";
import { queries } from "../conversations/data";
import { day } from "../languages/formats";
import { t } from "../languages/speaking";
import { CodeField } from "../session/code-form";
import { PasswordField } from "../session/fields";
import { Refusal } from "../session/refusal";
import { Button } from "../ui/button";
import { useCopy } from "../ui/copy";
import { notify } from "../ui/notices";
import { QrCode } from "./qr-code";

const key = ["second-factor"] as const;
type Step = "still" | "beginning" | "renewing" | "removing" | { scan: NewSecondFactor } | { codes: readonly string[] };

/** Codes of an authenticator beside the password: turned on, off, and new backup codes. */
export function TwoSteps({ email }: { email: string }) {
  const [step, setStep] = useState<Step>("still");
  const state = useQuery({ queryKey: key, queryFn: secondFactor.read });
  const still = () => setStep("still");
  const changed = () => queries.invalidateQueries({ queryKey: key });
  const shown = ({ codes }: { codes: readonly string[] }) => {
    setStep({ codes });
    void changed();
  };
  const begin = useMutation({ mutationFn: (given: Given) => secondFactor.begin(given.password), onSuccess: (scan) => setStep({ scan }) });
  const confirm = useMutation({ mutationFn: (given: Given) => secondFactor.confirm(given.code), onSuccess: shown });
  const renew = useMutation({ mutationFn: secondFactor.renewCodes, onSuccess: shown });
  const remove = useMutation({
    mutationFn: secondFactor.remove,
    onSuccess: () => {
      notify(t("Two-step sign-in is off."));
      still();
      void changed();
    },
  });
  if (state.isPending) return <div role="status" aria-label={t("Loading two-step sign-in")} className="skeleton h-4 w-7/12" />;
  if (state.isError) return <Button onClick={() => void state.refetch()}>{t("Load two-step sign-in")}</Button>;
  if (typeof step === "object" && "codes" in step) return <BackupCodes codes={step.codes} onDone={still} />;
  if (typeof step === "object") {
    return (
      <Ask act={confirm} verb={t("Turn on")} onCancel={still} fields={<CodeField autoFocus />}>
        <Scan made={step.scan} />
      </Ask>
    );
  }
  const password = (
    <>
      <input type="hidden" name="email" autoComplete="username" value={email} />
      <PasswordField label={t("Your password")} name="password" autoComplete="current-password" required autoFocus />
    </>
  );
  const both = <>{password}<CodeField /></>;
  if (step === "beginning") return <Ask act={begin} verb={t("Continue")} onCancel={still} fields={password} />;
  if (step === "renewing") return <Ask act={renew} verb={t("Make new codes")} onCancel={still} fields={both}><p>{t("The backup codes that you have stop working.")}</p></Ask>;
  if (step === "removing") return <Ask act={remove} verb={t("Turn off")} dangerous onCancel={still} fields={both}><p>{t("Your password alone will open your account.")}</p></Ask>;
  const { is_on, since, backup_codes_left } = state.data;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p>
        <span className="block font-medium">{is_on ? t("Two-step sign-in is on") : t("Two-step sign-in")}</span>
        <span className="text-text-2">
          {is_on ? t("Since {day}. {count} backup codes are left.", { day: day(since ?? ""), count: backup_codes_left }) : t("A code of an authenticator app beside your password.")}
        </span>
      </p>
      {is_on ? (
        <span className="flex flex-wrap gap-2">
          <Button onClick={() => setStep("renewing")}>{t("New backup codes")}</Button>
          <Button onClick={() => setStep("removing")}>{t("Turn off")}</Button>
        </span>
      ) : (
        <Button onClick={() => setStep("beginning")}>{t("Turn on")}</Button>
      )}
    </div>
  );
}

type Given = { password: string; code: string };
type AskProps<Found> = { act: UseMutationResult<Found, Error, Given>; verb: string; dangerous?: boolean; onCancel: () => void; fields: ReactNode; children?: ReactNode };

function Ask<Found>({ act, verb, dangerous = false, onCancel, fields, children }: AskProps<Found>) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const said = (name: string) => (given.get(name) as string | null) ?? "";
    act.mutate({ password: said("password"), code: said("code").trim() });
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      {children}
      {fields}
      {act.error ? <Refusal problem={act.error} /> : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("Cancel")}</Button>
        <Button type="submit" look={dangerous ? "danger" : "primary"} busy={act.isPending}>{verb}</Button>
      </div>
    </form>
  );
}

function Scan({ made }: { made: NewSecondFactor }) {
  return (
    <div className="space-y-3">
      <p>{t("Scan this with your authenticator app, then type the code that it shows. Turning it on signs you out on all other devices.")}</p>
      <QrCode rows={made.picture} label={t("Picture to scan with your authenticator")} />
      <p className="text-text-2">{t("Cannot scan it? Type this in:")} <code className="break-all font-mono text-text">{made.secret.replace(/(.{4})/g, "$1 ").trim()}</code></p>
    </div>
  );
}

function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { copied, copy } = useCopy();
  return (
    <div className="space-y-4">
      <p>{t("Keep these backup codes where you keep nothing else of this account. Each opens it once, should you lose your authenticator. They are shown only now.")}</p>
      <ul aria-label={t("Backup codes")} className="grid grid-cols-2 gap-2 rounded-card bg-surface-2 p-4 font-mono">
        {codes.map((code) => <li key={code}>{code}</li>)}
      </ul>
      <div className="flex justify-end gap-2">
        <Button className="min-w-24" onClick={() => copy(codes.join("\n"))}>{copied ? t("Copied") : t("Copy")}</Button>
        <Button look="primary" onClick={onDone}>{t("I have kept them")}</Button>
      </div>
    </div>
  );
}
