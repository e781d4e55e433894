/**
 * What the services say word for word, for catalogues to know. Nothing imports this: `known` looks in the catalogue alone, and the test of
 * the catalogues looks whether a service still says it.
 */
import { msg } from "./speaking";

export const refusals = [
  msg("the e-mail address or the password is wrong"),
  msg("the password is wrong"),
  msg("the present password is wrong"),
  msg("the password must not be your e-mail address"),
  msg("this password is among the most used ones; choose another"),
  msg("this is not an e-mail address"),
  msg("this e-mail address has an account; sign in instead"),
  msg("this account is disabled"),
  msg("this account is disabled; ask an administrator of your team"),
  msg("this account has no password yet; choose one by “Forgot password”"),
  msg("an address of this domain may not register here"),
  msg("this invitation is for another address"),
  msg("registration is closed; ask an administrator for an account"),
  msg("registration needs an invitation; ask an administrator for one"),
  msg("this link is over, or was used; ask for a new one"),
  msg("this link leads nowhere, or no more"),
  msg("give a code of your authenticator, or a backup code"),
  msg("the session is over; sign in again"),
  msg("this is the only way into your account; choose a password first"),
  msg("a message of this conversation was deleted meanwhile"),
  msg("there is nothing in this chat that could be shared"),
  msg("another import of yours is running; wait until it has ended"),
  msg("this model cannot see pictures; choose another model or remove them"),
];

/** Why a file or a chat of an export was not read. */
export const reasons = [
  msg("it is locked with a password"),
  msg("it takes too much memory to read"),
  msg("it could not be read: it is broken"),
  msg("it holds no text; perhaps it is scanned"),
  msg("there is no text in it"),
  msg("it has no id"),
  msg("it is no chat of ChatGPT, Claude, LibreChat or Parley"),
  msg("the archive is damaged"),
  msg("the archive is encrypted"),
  msg("the archive ends in the middle"),
  msg("the archive unpacks to far more than it should"),
  msg("the file ends in the middle"),
  msg("the file is empty"),
  msg("this is no list of chats"),
  msg("this is no zip archive"),
];

/** Tools that come with the service. What they say of themselves is for models; people are told this. */
export const tools = [
  msg("Calculator"), msg("Date and time"), msg("Forget"), msg("Make a picture"), msg("Open a web page"), msg("Remember"), msg("Run Python"), msg("Search files"), msg("Search the web"),
];
export const toolsDo = [
  msg("Calculator::what"), msg("Date and time::what"), msg("Forget::what"), msg("Make a picture::what"), msg("Open a web page::what"), msg("Remember::what"), msg("Run Python::what"), msg("Search files::what"), msg("Search the web::what"),
];

/** What went wrong, by the code of a refusal: said where the very words are not known. */
export const codes = [
  msg("invalid::code"),
  msg("unauthenticated::code"),
  msg("payment_required::code"),
  msg("forbidden::code"),
  msg("not_found::code"),
  msg("conflict::code"),
  msg("rate_limited::code"),
  msg("upstream_failed::code"),
  msg("unavailable::code"),
  msg("too_large::code"),
  msg("context_overflow::code"),
  msg("no_credit::code"),
  msg("content_policy::code"),
  msg("unknown_model::code"),
  msg("overloaded::code"),
  msg("timeout::code"),
];
