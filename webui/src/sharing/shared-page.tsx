/** What somebody shared: to be read by everybody, found by no search engine, and gone on from when signed in. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { renewed } from "../api/access";
import { own, type Shared } from "../api/own";
import { Problem, because, together } from "../api/problem";
import { showFirst } from "../conversations/data";
import { day } from "../languages/formats";
import { t } from "../languages/speaking";
import { Markdown } from "../markdown/markdown";
import { useStanding } from "../session/standing";
import { Button } from "../ui/button";
import { Logo } from "../ui/logo";
import { notify } from "../ui/notices";
import { ProblemCard } from "../ui/problem-card";

export function SharedPage() {
  const { id = "" } = useParams();
  const standing = useStanding();
  const navigate = useNavigate();
  const pages = useInfiniteQuery({ queryKey: ["shared", id], queryFn: ({ pageParam }) => own.shared(id, pageParam), initialPageParam: null as string | null, getNextPageParam: (page) => page.next, staleTime: 60_000 });
  const copy = useMutation({
    mutationFn: () => own.copyShared(id),
    onSuccess: (made) => {
      showFirst(made);
      void navigate(`/c/${made.id}`);
    },
    onError: (error) => notify(because(t("Nothing was copied."), error)),
  });
  const first = pages.data?.pages[0];
  useEffect(() => {
    if (standing.state === "unknown") renewed(null).catch(() => {});
  }, [standing.state]);
  useEffect(() => unlisted(), []);
  useEffect(() => { document.title = `${first?.title ?? t("Shared chat")} · Parley`; }, [first?.title]);
  if (pages.error instanceof Problem && pages.error.status === 404) return <Gone />;
  return (
    <div className="h-dvh overflow-y-auto">
      <header className="sticky top-0 z-10 flex h-14 items-center justify-between gap-3 border-b border-border bg-bg px-4">
        <Link to="/" className="flex min-h-9 items-center gap-2 text-base font-semibold"><Logo className="size-6" />Parley</Link>
        {standing.state === "signed-in" ? (
          <Button look="primary" busy={copy.isPending} disabled={!first} onClick={() => copy.mutate()}>{t("Copy into my account")}</Button>
        ) : (
          <Link to="/login" state={{ from: `/share/${id}` }} className="button-link">{t("Sign in to go on")}</Link>
        )}
      </header>
      <main className="mx-auto w-full max-w-(--column) px-4 pt-8 pb-16">
        {first ? <Title shared={first} /> : null}
        {pages.isPending ? <div role="status" aria-label={t("Loading the chat")} className="skeleton h-64 w-full rounded-card" /> : null}
        {pages.isError ? <ProblemCard error={pages.error} onRetry={() => void pages.refetch()} /> : null}
        <div className="space-y-8">
          {pages.data?.pages.flatMap((page) => page.messages).map((message) => <Turn key={message.id} message={message} />)}
        </div>
        {pages.hasNextPage ? <div className="pt-8 text-center"><Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t("Show more")}</Button></div> : null}
      </main>
    </div>
  );
}

function Title({ shared }: { shared: Shared }) {
  const words = shared.author ? t("Shared by {author} on {day}.", { author: shared.author, day: day(shared.shared_at) }) : t("Shared on {day}.", { day: day(shared.shared_at) });
  return (
    <div className="pb-8">
      <h1 dir="auto" className="text-2xl font-semibold tracking-tight text-balance">{shared.title}</h1>
      <p className="pt-1 text-text-2">{together(words, t("A copy of a chat with a model; models make mistakes."))}</p>
    </div>
  );
}

function Turn({ message }: { message: Shared["messages"][number] }) {
  if (message.role === "user") {
    return (
      <article aria-label={t("Question")} className="ms-auto w-fit max-w-[85%] rounded-bubble bg-bubble px-4 py-2.5">
        <p dir="auto" className="text-base whitespace-pre-wrap wrap-anywhere">{message.text}</p>
      </article>
    );
  }
  return (
    <article aria-label={t("Answer")}>
      <p className="pb-1 text-xs text-text-3">{message.model}</p>
      <Markdown text={message.text} writing={false} />
    </article>
  );
}

function Gone() {
  return (
    <main className="grid h-dvh place-items-center p-6 text-center">
      <div>
        <Logo className="mx-auto mb-6 size-10" />
        <h1 className="text-2xl font-semibold">{t("This link leads nowhere")}</h1>
        <p className="mt-2 mb-6 text-text-2">{t("It was revoked, has ended, or was mistyped.")}</p>
        <Link to="/" className="button-link">{t("Go to Parley")}</Link>
      </div>
    </main>
  );
}

function unlisted(): () => void {
  const tag = document.createElement("meta");
  tag.name = "robots";
  tag.content = "noindex, nofollow";
  document.head.append(tag);
  return () => tag.remove();
}
