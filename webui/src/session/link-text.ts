/** What a letter's link holds behind its `#`, which no server is told. */
export const linkText = (): string => decodeURIComponent(location.hash.slice(1));
