import type { SearchPiece } from "../api/types";

export const Marked = ({ pieces }: { pieces: SearchPiece[] }) =>
  pieces.map((piece, index) => (piece.marked ? <mark key={index} className="rounded-[2px] bg-accent-soft font-semibold text-text">{piece.text}</mark> : piece.text));
