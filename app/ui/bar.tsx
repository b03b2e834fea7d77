/** A bar inside a table's cell, 0 to 1 of its width; negative shares are red and say so by their sign in the next cell. */
export function Bar({ share }: { share: number }) {
  const width = Math.min(100, Math.max(share === 0 ? 0 : 1, Math.abs(share) * 100));
  return (
    <svg className="h-1.5 w-full min-w-12" aria-hidden>
      <rect width="100%" height="6" rx="3" className="fill-sunken" />
      <rect width={`${Math.round(width * 10) / 10}%`} height="6" rx="3" className={share < 0 ? "fill-bad" : "fill-accent"} />
    </svg>
  );
}
